// The demo's API. It knows nobody's password: it believes the access token, after it has verified it.
import { createRemoteJWKSet, decodeJwt, errors, jwtVerify } from 'jose';
import { API } from './authorization-server.mjs';
import { listen } from './listen.mjs';
import { checkProof, ProofError } from './proof.mjs';
import { STRONG } from './users.mjs';

const SCOPE = 'api:read';
const LONGEST_NOTE = 100_000;
const VAULT_SECONDS = 300;

const notes = {
  alice: { greeting: 'Hello Alice. You are not late: tea is at six, as always.', next: 'Tea with the Hatter, 18:00' },
  bob: { greeting: 'Hello Bob. Can we fix it? The API says yes.', next: 'The roof of the greenhouse, 9:00' },
};

/**
 * Starts the API. GET /me answers with the data of the access token's user, POST /notes takes a note of theirs, GET /vault wants a
 * stronger sign-in (RFC 9470), GET /moved has gone elsewhere.
 *
 * @param {object} options
 * @param {number} [options.port] 0 takes a free one.
 * @param {string} options.issuer Whose access tokens are taken.
 * @param {string} [options.audience] What they must be for.
 * @param {string[]} [options.origins] Apps that may read the answers.
 * @param {string} [options.moved] Where GET /moved leads to.
 * @param {boolean} [options.exposesChallenge] Whether pages may read `WWW-Authenticate`.
 * @param {string} [options.nonce] What it wants to see in proofs (RFC 9449 section 9).
 * @param {object} [options.listener] Of `listen()`, for a port that is open already.
 * @returns {Promise<{ url: string, revoke(token: string): void, close(): Promise<void> }>}
 */
export async function startResourceServer({ port = 0, host = 'localhost', listener, ...options }) {
  const { url, handle, close } = listener ?? (await listen(port, host));
  const { issuer, audience = API, origins = [], moved = `${url}/me`, exposesChallenge = true, nonce } = options;
  const keys = keysOf(issuer);
  const revoked = new Set();
  const seen = new Set();

  handle(async (request, response) => {
    cors(request, response, { origins, exposesChallenge });
    if (request.method === 'OPTIONS') return answer(response, 204);
    const { pathname } = new URL(request.url, url);
    const route = routes[pathname];
    if (!route) return answer(response, 404, { error: 'not_found' });
    if (request.method !== route.method) return answer(response, 405, { error: 'method_not_allowed' });
    if (pathname === '/moved') return response.writeHead(307, { location: moved }).end();
    // The scheme's name has no case (RFC 9110 section 11.1).
    const [, scheme, token] = /^(Bearer|DPoP) +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
    // Without a token the challenge has no error code (RFC 6750 section 3.1).
    if (!token) return challenge(response, 401);
    try {
      const claims = await verify(token, { issuer, audience }, await keys());
      // A bound token by itself is somebody's who has stolen it (RFC 9449 section 7.2).
      const isBound = claims.cnf !== undefined;
      if (isBound !== (scheme.toLowerCase() === 'dpop'))
        return challenge(response, 401, 'invalid_token', 'not bound so');
      if (isBound) await checkProof(request, { url, token, claims, nonce, seen });
      if (revoked.has(claims.jti)) return challenge(response, 401, 'invalid_token', 'revoked');
      await route.answer(response, claims, request);
    } catch (error) {
      if (error instanceof ProofError) {
        if (nonce) response.setHeader('dpop-nonce', nonce);
        return challenge(response, 401, error.message, 'the proof', {}, 'DPoP');
      }
      if (!(error instanceof errors.JOSEError) || error instanceof errors.JWKSTimeout) {
        return answer(response, 503, {
          error: 'temporarily_unavailable',
          error_description: 'No keys from the issuer',
        });
      }
      challenge(response, 401, 'invalid_token', error instanceof errors.JWTExpired ? 'expired' : 'not valid here');
    }
  });
  return { url, revoke: (token) => revoked.add(decodeJwt(token).jti), close };
}

const routes = {
  '/me': { method: 'GET', answer: me },
  '/notes': { method: 'POST', answer: note },
  '/vault': { method: 'GET', answer: vault },
  '/moved': { method: 'GET' },
};

/** RFC 9068 section 4. A JWT is good until it expires, wherever its grant was revoked, so keep it short; or keep a list, as here. */
async function verify(token, { issuer, audience }, keys) {
  const { payload } = await jwtVerify(token, keys, {
    issuer,
    audience,
    typ: 'at+jwt',
    algorithms: ['ES256'],
    requiredClaims: ['sub', 'exp', 'client_id'],
  });
  return payload;
}

function me(response, { sub, scope = '', exp, client_id }) {
  if (!scope.split(' ').includes(SCOPE)) return challenge(response, 403, 'insufficient_scope', `needs ${SCOPE}`);
  answer(response, 200, { sub, ...notes[sub], seen: { client_id, scope, expires_at: exp } });
}

async function note(response, { sub }, request) {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > LONGEST_NOTE) return answer(response, 413, { error: 'too_large' });
  }
  answer(response, 201, { sub, text });
}

/** Wants a second factor, not older than a few minutes: the token tells of both (RFC 9068 section 2.2.1). */
function vault(response, { sub, acr, auth_time = 0 }) {
  const isStrong = acr === STRONG && auth_time >= Date.now() / 1000 - VAULT_SECONDS;
  if (isStrong) return answer(response, 200, { sub, treasure: 'The key to the garden.' });
  challenge(response, 401, 'insufficient_user_authentication', 'needs a second factor', {
    acr_values: STRONG,
    max_age: VAULT_SECONDS,
  });
}

/** Asks the issuer where its keys are when they are first needed, and again if that failed. */
function keysOf(issuer) {
  let keys;
  return async () => {
    if (!keys) {
      // Without the slash that an issuer may end with (OpenID Connect Discovery 1.0 section 4.1).
      const metadata = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
      const { jwks_uri } = await metadata.json();
      keys = createRemoteJWKSet(new URL(jwks_uri));
    }
    return keys;
  };
}

function cors(request, response, { origins, exposesChallenge }) {
  response.setHeader('vary', 'Origin');
  const { origin } = request.headers;
  if (!origins.includes(origin)) return;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-allow-headers', 'Authorization, Content-Type, DPoP');
  response.setHeader('access-control-allow-methods', 'GET, POST');
  response.setHeader('access-control-max-age', '600');
  // A page reads this header only if it is exposed.
  if (exposesChallenge) response.setHeader('access-control-expose-headers', 'WWW-Authenticate, DPoP-Nonce');
}

function challenge(response, status, error, description, wanted = {}, scheme = 'Bearer') {
  const members = { realm: 'demo', ...(error && { error, error_description: description }), ...wanted };
  const told = Object.entries(members).map(([name, value]) => `${name}="${value}"`);
  response.setHeader('www-authenticate', `${scheme} ${told.join(', ')}`);
  answer(response, status, { error: error ?? 'token_required', error_description: description });
}

function answer(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(body && JSON.stringify(body));
}
