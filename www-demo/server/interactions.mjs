// What happens between the authorization request and the redirect back: login, then consent.
import { consentPage, errorPage, loginPage, pageHeaders } from './pages.mjs';
import { asksForCode, CODE, isPassword, isUser, nameOf, STRONG } from './users.mjs';

const LONGEST_FORM = 10_000;

/** Gives a handler for /interaction/... that answers each of the provider's prompts. */
export function interactionsOf(provider) {
  const host = new URL(provider.issuer).host;

  function send(response, status, html) {
    response.writeHead(status, pageHeaders);
    response.end(html);
  }

  return async function interact(request, response) {
    try {
      // Finds the interaction by this browser's cookie, so a form that another site sends is refused here.
      const details = await provider.interactionDetails(request, response);
      if (request.url.endsWith('/abort')) return await deny(request, response);
      if (request.method === 'POST') return await submitted(request, response, details);
      send(response, 200, await pageOf(details));
    } catch (error) {
      const status = error.statusCode ?? 500;
      if (status >= 500) console.error(error);
      if (response.headersSent) return response.end();
      send(response, status, errorPage({ host, error: error.message, description: error.error_description }));
    }
  };

  async function pageOf({ uid, prompt, params, session }, again = {}) {
    const client = await provider.Client.find(params.client_id);
    const shown = { uid, host, client: client.clientName ?? client.clientId };
    if (prompt.name === 'login') {
      const login = params.login_hint ?? session?.accountId;
      return loginPage({ ...shown, login, asksForCode: asksForCode(params), ...again });
    }
    const returnHost = new URL(params.redirect_uri).host;
    const scopes = new Set(
      String(params.scope ?? '')
        .split(' ')
        .filter(Boolean),
    );
    // The provider drops offline_access without prompt=consent, but here a refresh token is issued all the same: say so.
    if (client.grantTypeAllowed('refresh_token')) scopes.add('offline_access');
    return consentPage({ ...shown, returnHost, scopes, name: nameOf(session.accountId) });
  }

  async function submitted(request, response, details) {
    const form = await formOf(request);
    if (details.prompt.name === 'consent') return allow(request, response, details);
    const option = form.get('option');
    const login = option ?? form.get('login') ?? '';
    const isStrong = !option && asksForCode(details.params);
    const isRight = option ? isUser(option) : isPassword(login, form.get('password'));
    if (!isRight || (isStrong && form.get('code') !== CODE)) {
      return send(response, 400, await pageOf(details, { login, wrong: true }));
    }
    const how = isStrong ? { amr: ['pwd', 'otp', 'mfa'], acr: STRONG } : { amr: [option ? 'demo' : 'pwd'] };
    const result = { login: { accountId: login, ...how } };
    return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }

  async function allow(request, response, { grantId, session, params, prompt }) {
    const { missingOIDCScope, missingOIDCClaims, missingResourceScopes = {}, rar = [] } = prompt.details;
    const known = grantId && (await provider.Grant.find(grantId));
    const grant = known || new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
    if (missingOIDCScope) grant.addOIDCScope(missingOIDCScope.join(' '));
    if (missingOIDCClaims) grant.addOIDCClaims(missingOIDCClaims);
    for (const [api, scopes] of Object.entries(missingResourceScopes)) grant.addResourceScope(api, scopes.join(' '));
    for (const detail of rar) grant.addRar(detail);
    const result = { consent: { grantId: await grant.save() } };
    return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
  }

  function deny(request, response) {
    const result = { error: 'access_denied', error_description: 'The user said no' };
    return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }
}

async function formOf(request) {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > LONGEST_FORM) throw Object.assign(new Error('The form is too large'), { statusCode: 413 });
  }
  return new URLSearchParams(text);
}
