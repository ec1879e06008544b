// No library: the least code that signs in with PKCE. It knows the endpoints, and checks no signature. The floor.
const b64 = (u8) =>
  btoa(String.fromCharCode(...u8))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
const rnd = () => b64(crypto.getRandomValues(new Uint8Array(32)));
const post = async (c, p) => {
  const r = await fetch(`${c.op}/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: c.clientId, ...p }),
  });
  if (!r.ok) throw new Error(`token endpoint: ${r.status}`);
  const j = await r.json();
  c.tokens = { ...j, exp: Date.now() + j.expires_in * 1000 };
};
export const create = async (cfg) => ({ ...cfg });
export async function login(c) {
  const v = rnd();
  const state = rnd();
  const nonce = rnd();
  sessionStorage.base = JSON.stringify({ v, state, nonce });
  const ch = b64(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(v))));
  const query = new URLSearchParams({
    client_id: c.clientId,
    redirect_uri: c.redirectUri,
    response_type: 'code',
    scope: c.scope,
    state,
    nonce,
    code_challenge: ch,
    code_challenge_method: 'S256',
  });
  location.assign(`${c.op}/auth?${query}`);
}
export async function handleCallback(c) {
  const q = new URLSearchParams(location.search);
  const s = JSON.parse(sessionStorage.base);
  if (q.get('state') !== s.state) throw new Error('state');
  await post(c, {
    grant_type: 'authorization_code',
    code: q.get('code'),
    redirect_uri: c.redirectUri,
    code_verifier: s.v,
  });
  c.user = JSON.parse(atob(c.tokens.id_token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/')));
  if (c.user.nonce !== s.nonce) throw new Error('nonce');
}
export async function getToken(c) {
  if (c.tokens.exp > Date.now()) return c.tokens.access_token;
  c.flight ??= post(c, { grant_type: 'refresh_token', refresh_token: c.tokens.refresh_token }).finally(() => {
    c.flight = null;
  });
  await c.flight;
  return c.tokens.access_token;
}
export const getUser = async (c) => c.user;
