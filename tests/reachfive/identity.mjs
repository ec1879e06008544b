// Discovery and keys, and what lives under /identity/v1: the user, the way out, and what identity-core asks for.
import { isPassword } from '../../www-demo/server/users.mjs';
import { claimsFor } from './claims.mjs';
import { demand, invalidGrant, OAuthError } from './oauth-error.mjs';
import { signedOutPage } from './pages.mjs';
import { now, random } from './tenant.mjs';

/** Only what ReachFive's documentation speaks of: what is not known is left out, and added by the option `metadata`. */
export function discovery(tenant, exchange) {
  const { issuer } = tenant;
  exchange.json(200, {
    issuer,
    authorization_endpoint: `${issuer}/oauth/authorize`,
    token_endpoint: `${issuer}/oauth/token`,
    userinfo_endpoint: `${issuer}/identity/v1/userinfo`,
    jwks_uri: `${issuer}/jwks.json`,
    response_types_supported: ['code', 'token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['HS256', 'RS256'],
    ...tenant.metadata,
  });
}

export function jwks({ key }, exchange) {
  const { kty, n, e } = key.publicKey.export({ format: 'jwk' });
  exchange.json(200, { keys: [{ kty, use: 'sig', alg: 'RS256', kid: key.kid, n, e }] });
}

export function userinfo(tenant, exchange) {
  const [, value] = /^Bearer (\S+)$/i.exec(exchange.headers.authorization ?? '') ?? [];
  const token = tenant.accessTokens.get(value);
  if (!token || token.revoked || token.grant.revoked || token.expiresAt <= now()) {
    const headers = { 'www-authenticate': 'Bearer error="invalid_token"' };
    throw new OAuthError('invalid_token', 'Invalid access token', { status: 401, key: 'error.invalidToken', headers });
  }
  const { sub, ...claims } = claimsFor(token.grant.login, token.scopes);
  const fields = exchange.query.fields?.split(',');
  const asked = Object.entries(claims).filter(([name]) => !fields || fields.includes(name));
  exchange.json(200, { sub, id: sub, ...Object.fromEntries(asked) });
}

/** No client_id comes along, so the addresses to go to are the account's. */
export function logout(tenant, exchange) {
  const { redirect_to: target, state } = exchange.query;
  if (target !== undefined && !tenant.logoutUris.includes(target)) {
    throw new OAuthError('invalid_request', 'redirect_to is not allowed', { key: 'error.invalidRedirectTo' });
  }
  tenant.signOut(exchange);
  if (target === undefined) return exchange.html(200, signedOutPage());
  const url = new URL(target);
  if (state !== undefined) url.searchParams.set('state', state);
  return exchange.redirect(url.href);
}

/** What identity-core fetches before each call. */
export function remoteSettings(tenant, exchange) {
  const client = tenant.clients.get(exchange.query.client_id);
  if (!client) throw new OAuthError('invalid_client', 'Unknown client', { key: 'error.client.notFound' });
  exchange.json(200, {
    ...{
      sso: false,
      sms: false,
      web_authn: false,
      mfa_sms_enabled: false,
      mfa_email_enabled: false,
      rba_enabled: false,
    },
    ...{ language: 'en', country_code: 'FR', resource_base_url: tenant.issuer },
    ...{ is_public: true, pkce_enforced: client.pkce_enforced, is_implicit_flow_forbidden: true, scope: client.scope },
    ...{ social_providers: [], custom_fields: [], consents: [] },
    login_type_allowed: { email: true, phone_number: false, custom_identifier: false },
  });
}

/** The first half of identity-core's loginWithPassword; its `tkn` is for one use at /oauth/authorize. */
export async function passwordLogin(tenant, exchange) {
  const form = await exchange.body();
  demand(form, 'client_id', 'email', 'password');
  const login = form.email.replace(/@.*$/, '');
  if (!isPassword(login, form.password)) {
    throw invalidGrant('Invalid email or password', 'error.invalidEmailOrPassword');
  }
  const tkn = random();
  tenant.oneTimeTokens.set(tkn, login);
  exchange.json(200, { tkn, mfa_required: false });
}
