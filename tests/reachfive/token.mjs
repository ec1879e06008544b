// /oauth/token and /oauth/revoke. Both take a form or JSON.
import { createHash } from 'node:crypto';
import { SignJWT } from 'jose';
import { claimsFor } from './claims.mjs';
import { demand, invalidGrant, OAuthError } from './oauth-error.mjs';
import { now, random } from './tenant.mjs';

export async function token(tenant, exchange) {
  const wait = tenant.tokenRequests(exchange.address);
  if (wait > 0) {
    const how = { status: 429, key: 'error.tooManyRequests', headers: { 'retry-after': String(wait) } };
    throw new OAuthError('too_many_requests', 'Too many requests', how);
  }
  const form = await exchange.body();
  demand(form, 'grant_type', 'client_id');
  const client = clientOf(tenant, form);
  const grantType = grantTypes[form.grant_type];
  if (!grantType) {
    throw new OAuthError('unsupported_grant_type', 'Unsupported grant_type', { key: 'error.unsupportedGrantType' });
  }
  const { grant, ...how } = grantType(tenant, client, form);
  exchange.json(200, await issue(tenant, client, grant, how));
}

const grantTypes = {
  authorization_code(tenant, client, form) {
    demand(form, 'code', 'redirect_uri');
    const code = tenant.codes.get(form.code);
    const invalid = (why = 'Invalid authorization code') => invalidGrant(why, 'error.invalidAuthorizationCode');
    if (!code || code.grant.clientId !== client.client_id || code.expiresAt <= now()) throw invalid();
    if (code.redirect_uri !== form.redirect_uri) throw invalid('redirect_uri mismatch');
    // A wrong guess does not spend the code, or whoever steals one could lock its owner out.
    if (code.challenge !== undefined && !provesKey(code.challenge, form.code_verifier)) {
      throw invalidGrant('Invalid code_verifier', 'error.invalidCodeVerifier');
    }
    if (code.used) {
      // RFC 6749 section 4.1.2: what came of the first use ends, too.
      code.grant.revoked = true;
      throw invalid();
    }
    code.used = true;
    return { grant: code.grant, nonce: code.grant.nonce, withProvider: String(form.return_provider_token) === 'true' };
  },

  refresh_token(tenant, client, form) {
    demand(form, 'refresh_token');
    const known = tenant.refreshTokens.get(form.refresh_token);
    const invalid = () => invalidGrant('Invalid refresh token', 'error.invalidRefreshToken');
    if (!known || known.grant.clientId !== client.client_id || known.expiresAt <= now()) throw invalid();
    if (known.used) known.grant.revoked = true;
    if (known.grant.revoked) throw invalid();
    const scopes = form.scope === undefined ? known.grant.scopes : String(form.scope).split(' ');
    if (!scopes.every((scope) => known.grant.scopes.includes(scope))) {
      throw new OAuthError('invalid_scope', 'Scope exceeds what was granted', { key: 'error.invalidScope' });
    }
    known.used = true;
    return { grant: known.grant, scopes };
  },
};

const provesKey = (challenge, verifier) =>
  typeof verifier === 'string' && createHash('sha256').update(verifier).digest('base64url') === challenge;

/** The token answer. The refreshed ID Token has no nonce (OpenID Connect Core 12.2). */
async function issue(tenant, client, grant, { nonce, scopes = grant.scopes, withProvider = false }) {
  const iat = now();
  const exp = iat + tenant.seconds.accessToken;
  const base = { iss: tenant.issuer, sub: grant.login, aud: client.client_id, iat, exp };
  const accessToken = await signed(tenant, client, { ...base, jti: random(), scope: scopes.join(' ') });
  tenant.accessTokens.set(accessToken, { grant, scopes, expiresAt: exp, revoked: false });
  const answer = { access_token: accessToken, token_type: 'Bearer', expires_in: tenant.seconds.accessToken };
  if (scopes.includes('openid')) {
    const claims = { ...claimsFor(grant.login, scopes), ...base, ...(nonce !== undefined && { nonce }) };
    const sign = (others) => signed(tenant, client, others);
    answer.id_token = await tenant.forge(await sign(claims), { claims, sign });
  }
  if (grant.scopes.includes('offline_access')) {
    answer.refresh_token = random();
    const expiresAt = iat + tenant.seconds.refreshToken;
    tenant.refreshTokens.set(answer.refresh_token, { grant, expiresAt, used: false });
  }
  if (withProvider && grant.provider) {
    Object.assign(answer, { provider_name: grant.provider, provider_access_token: random() });
  }
  return answer;
}

function signed({ key }, { id_token_signed_response_alg: alg, client_secret: secret }, claims) {
  const isShared = alg === 'HS256';
  const header = { typ: 'JWT', alg, ...(!isShared && { kid: key.kid }) };
  return new SignJWT(claims).setProtectedHeader(header).sign(isShared ? Buffer.from(secret) : key.privateKey);
}

export async function revoke(tenant, exchange) {
  const form = await exchange.body();
  demand(form, 'client_id', 'token');
  const client = clientOf(tenant, form);
  const refreshToken = tenant.refreshTokens.get(form.token);
  const accessToken = tenant.accessTokens.get(form.token);
  const isOwn = (refreshToken ?? accessToken)?.grant.clientId === client.client_id;
  // One refresh token takes along all that this user has at this client.
  if (isOwn && refreshToken) tenant.revokeAll(refreshToken.grant);
  else if (isOwn) accessToken.revoked = true;
  // Unknown tokens are none any more: that is no error (RFC 7009 section 2.2).
  exchange.empty(204);
}

function clientOf(tenant, { client_id: id }) {
  const client = tenant.clients.get(id);
  if (client) return client;
  throw new OAuthError('invalid_client', 'Unknown client', { status: 401, key: 'error.client.notFound' });
}
