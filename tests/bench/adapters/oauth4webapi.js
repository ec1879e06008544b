// A toolkit, not a client: the storage, the expiry check and the single flight below are the app's own.
import * as o from 'oauth4webapi';

export const create = async (cfg) => ({ ...cfg, client: { client_id: cfg.clientId }, auth: o.None() });
const as = (c) =>
  (c.as ??= (async () => {
    const iss = new URL(c.issuer);
    return o.processDiscoveryResponse(iss, await o.discoveryRequest(iss));
  })());
export async function login(c) {
  const { authorization_endpoint: ep } = await as(c);
  const v = o.generateRandomCodeVerifier();
  const state = o.generateRandomState();
  const nonce = o.generateRandomNonce();
  sessionStorage.o4w = JSON.stringify({ v, state, nonce });
  const u = new URL(ep);
  for (const [k, x] of Object.entries({
    client_id: c.clientId,
    redirect_uri: c.redirectUri,
    response_type: 'code',
    scope: c.scope,
    state,
    nonce,
    code_challenge: await o.calculatePKCECodeChallenge(v),
    code_challenge_method: 'S256',
  }))
    u.searchParams.set(k, x);
  location.assign(u);
}
const keep = (c, r) => {
  c.tokens = { ...c.tokens, ...r, exp: Date.now() + r.expires_in * 1000 };
};
export async function handleCallback(c) {
  const server = await as(c);
  const s = JSON.parse(sessionStorage.o4w);
  const params = o.validateAuthResponse(server, c.client, new URL(location.href), s.state);
  const res = await o.authorizationCodeGrantRequest(server, c.client, c.auth, params, c.redirectUri, s.v);
  const r = await o.processAuthorizationCodeResponse(server, c.client, res, {
    expectedNonce: s.nonce,
    requireIdToken: true,
  });
  keep(c, r);
  c.user = o.getValidatedIdTokenClaims(r);
}
export async function getToken(c) {
  if (c.tokens.exp > Date.now()) return c.tokens.access_token;
  const server = await as(c);
  const res = await o.refreshTokenGrantRequest(server, c.client, c.auth, c.tokens.refresh_token);
  keep(c, await o.processRefreshTokenResponse(server, c.client, res));
  return c.tokens.access_token;
}
export const getUser = async (c) => c.user;
