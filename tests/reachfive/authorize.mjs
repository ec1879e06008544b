// /oauth/authorize, and the pages that a user passes on the way: login and consent.
import { isPassword, nameOf } from '../../www-demo/server/users.mjs';
import { demand, OAuthError } from './oauth-error.mjs';
import { consentPage, loginPage, webMessage } from './pages.mjs';
import { now, random } from './tenant.mjs';

const key = 'error.authorization';
const refusal = (error, description) => new OAuthError(error, description, { key });

export function authorize(tenant, exchange) {
  const request = requestOf(tenant, exchange);
  // Taken, for one use: what comes back from a page that follows is parked anew.
  tenant.parked.delete(exchange.query.r5_request_token);
  const client = tenant.clients.get(request.client_id);
  // Neither may be answered by a redirect: nobody knows whose address it is (RFC 6749 section 4.1.2.1).
  if (!client) throw refusal('invalid_client', 'Unknown client');
  if (!client.redirect_uris.includes(request.redirect_uri)) throw refusal('invalid_request', 'Invalid redirect_uri');
  try {
    check(request, client);
    return goOn(tenant, exchange, request, client);
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return respond(tenant, exchange, request, error.body());
  }
}

/** A new request, or the one that an orchestration token stands for. */
function requestOf(tenant, { query }) {
  const { r5_request_token: token, tkn } = query;
  if (token === undefined) return { ...query };
  const parked = tenant.parked.get(token);
  if (!parked) throw refusal('invalid_request', 'Invalid r5_request_token');
  // What was asked for stays; the page that signed the user in adds who it is.
  return Object.assign(parked, tkn === undefined ? {} : { tkn });
}

function check(request, { pkce_enforced: isEnforced }) {
  const { response_type: type, response_mode: mode = 'query', code_challenge: challenge } = request;
  if (type !== 'code') throw refusal('unsupported_response_type', 'Unsupported response_type');
  if (!['query', 'web_message'].includes(mode)) throw refusal('invalid_request', 'Unsupported response_mode');
  if (challenge === undefined && !isEnforced) return;
  if (!/^[\w-]{43}$/.test(challenge ?? '')) throw refusal('invalid_request', 'PKCE is enforced: code_challenge');
  if (request.code_challenge_method !== 'S256') throw refusal('invalid_request', 'code_challenge_method must be S256');
}

function goOn(tenant, exchange, request, client) {
  const prompts = (request.prompt ?? '').split(' ').filter(Boolean);
  if (prompts.includes('none') && prompts.length > 1) throw refusal('invalid_request', 'prompt none stands alone');
  const isSilent =
    request.response_mode === 'web_message' ||
    prompts.includes('none') ||
    // ReachFive's own: who says nothing means none, unless there is a page to log in at.
    (prompts.length === 0 && !client.login_url && !request.provider);

  redeem(tenant, exchange, request);
  const login = request.login ?? tenant.signedIn(exchange);
  const asksAgain = ['login', 'select_account'].some((prompt) => prompts.includes(prompt)) || request.provider;
  if (!login || (asksAgain && !request.login && !isSilent)) {
    if (isSilent) throw refusal('login_required', 'Login required');
    if (prompts.includes('login')) tenant.signOut(exchange);
    return leaveFor(tenant, exchange, client.login_url ?? '/auth', request);
  }
  const scopes = scopesOf(request, client);
  const needsConsent = client.third_party && !tenant.hasConsent(login, client.client_id, scopes);
  if (needsConsent || (prompts.includes('consent') && !request.consented)) {
    if (isSilent) throw refusal('consent_required', 'Consent required');
    return leaveFor(tenant, exchange, '/consent', request);
  }
  // As long as the one in ReachFive's documentation: a URL, a store or a log may have an opinion on that.
  const code = random(255);
  const { redirect_uri, nonce, code_challenge: challenge, provider } = request;
  const grant = { login, clientId: client.client_id, scopes, nonce, provider, revoked: false };
  tenant.codes.set(code, { grant, redirect_uri, challenge, expiresAt: now() + tenant.seconds.code, used: false });
  return respond(tenant, exchange, request, { code });
}

/** A one-time token of the password endpoint signs its user in. */
function redeem(tenant, exchange, request) {
  if (request.tkn === undefined || request.login) return;
  const login = tenant.oneTimeTokens.get(request.tkn);
  tenant.oneTimeTokens.delete(request.tkn);
  if (!login) throw refusal('access_denied', 'Invalid tkn');
  request.login = login;
  tenant.signIn(exchange, login, request.persistent === 'true');
}

const scopesOf = ({ scope }, client) =>
  (scope ?? client.scope)
    .split(' ')
    .filter((name, at, all) => client.scopes.includes(name) && all.indexOf(name) === at);

function leaveFor(tenant, exchange, page, request) {
  const url = new URL(page, tenant.issuer);
  url.searchParams.set('client_id', request.client_id);
  url.searchParams.set('r5_request_token', tenant.park(request));
  return exchange.redirect(url.href);
}

/** The authorization response: in the redirect URI's query, or as a message to the page that framed or opened this one. */
function respond(tenant, exchange, { redirect_uri, response_mode, state }, { error_details: _, ...members }) {
  const response = {
    ...members,
    ...(state !== undefined && { state }),
    ...(tenant.issParameter && { iss: tenant.issuer }),
  };
  if (response_mode === 'web_message') {
    const { html, headers } = webMessage(response, new URL(redirect_uri).origin);
    return exchange.html(200, html, headers);
  }
  const url = new URL(redirect_uri);
  for (const [name, value] of Object.entries(response)) url.searchParams.set(name, value);
  return exchange.redirect(url.href);
}

export function loginForm(tenant, exchange) {
  exchange.html(200, loginPage(shown(tenant, exchange.query)));
}

export async function login(tenant, exchange) {
  const form = await exchange.body();
  const page = shown(tenant, form);
  if (!isPassword(form.login, form.password)) {
    return exchange.html(400, loginPage({ ...page, login: form.login, wrong: true }));
  }
  page.request.login = form.login;
  tenant.signIn(exchange, form.login, page.request.persistent === 'true');
  return resume(exchange, form);
}

export function consentForm(tenant, exchange) {
  const page = shown(tenant, exchange.query);
  const name = nameOf(page.request.login ?? tenant.signedIn(exchange));
  exchange.html(200, consentPage({ ...page, name, scopes: scopesOf(page.request, page.client) }));
}

export async function consent(tenant, exchange) {
  const form = await exchange.body();
  const { request, client } = shown(tenant, form);
  tenant.consent(request.login ?? tenant.signedIn(exchange), client.client_id, scopesOf(request, client));
  request.consented = true;
  return resume(exchange, form);
}

/** Both pages have a way back to the app without a code. */
export function cancel(tenant, exchange) {
  const { request } = shown(tenant, exchange.query);
  const denied = new OAuthError('access_denied', 'The user denied the request', { key: 'error.accessDenied' });
  tenant.parked.delete(exchange.query.r5_request_token);
  return respond(tenant, exchange, request, denied.body());
}

function shown(tenant, given) {
  demand(given, 'r5_request_token');
  const request = requestOf(tenant, { query: given });
  return { request, client: tenant.clients.get(request.client_id), token: given.r5_request_token };
}

const resume = (exchange, { r5_request_token: token }) =>
  exchange.redirect(`/oauth/authorize?r5_request_token=${encodeURIComponent(token)}`);
