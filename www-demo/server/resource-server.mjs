// The demo's API. It knows nobody's password: it believes the access token, after it has verified it.
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import { API } from './authorization-server.mjs';
import { listen } from './listen.mjs';

const SCOPE = 'api:read';

const notes = {
  alice: { greeting: 'Hello Alice. You are not late: tea is at six, as always.', next: 'Tea with the Hatter, 18:00' },
  bob: { greeting: 'Hello Bob. Can we fix it? The API says yes.', next: 'The roof of the greenhouse, 9:00' },
};

/**
 * Starts the API: GET /me answers with the data of the access token's user.
 *
 * @param {object} options
 * @param {number} [options.port] 0 takes a free one.
 * @param {string} options.issuer Whose access tokens are taken.
 * @param {string[]} [options.origins] Apps that may read the answers.
 * @returns {Promise<{ url: string, close(): Promise<void> }>}
 */
export async function startResourceServer({ port = 0, host = 'localhost', issuer, origins = [] }) {
  const { url, handle, close } = await listen(port, host);
  const keys = keysOf(issuer);

  handle(async (request, response) => {
    cors(request, response, origins);
    if (request.method === 'OPTIONS') return answer(response, 204);
    if (request.url !== '/me') return answer(response, 404, { error: 'not_found' });
    if (request.method !== 'GET') return answer(response, 405, { error: 'method_not_allowed' });
    // The scheme's name has no case (RFC 9110 section 11.1).
    const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    // Without a token the challenge has no error code (RFC 6750 section 3.1).
    if (!token) return challenge(response, 401);
    try {
      me(response, await verify(token, issuer, await keys()));
    } catch (error) {
      if (!(error instanceof errors.JOSEError) || error instanceof errors.JWKSTimeout) {
        return answer(response, 503, {
          error: 'temporarily_unavailable',
          error_description: 'No keys from the issuer',
        });
      }
      challenge(response, 401, 'invalid_token', error instanceof errors.JWTExpired ? 'expired' : 'not valid here');
    }
  });
  return { url, close };
}

/** RFC 9068 section 4. That a grant was revoked is not seen here: a JWT is good until it expires, so keep it short. */
async function verify(token, issuer, keys) {
  const { payload } = await jwtVerify(token, keys, {
    issuer,
    audience: API,
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

/** Asks the issuer where its keys are when they are first needed, and again if that failed. */
function keysOf(issuer) {
  let keys;
  return async () => {
    if (!keys) {
      const metadata = await fetch(`${issuer}/.well-known/openid-configuration`);
      const { jwks_uri } = await metadata.json();
      keys = createRemoteJWKSet(new URL(jwks_uri));
    }
    return keys;
  };
}

function cors(request, response, origins) {
  response.setHeader('vary', 'Origin');
  const { origin } = request.headers;
  if (!origins.includes(origin)) return;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-allow-headers', 'Authorization');
  response.setHeader('access-control-allow-methods', 'GET');
  response.setHeader('access-control-max-age', '600');
  // A page reads this header only if it is exposed.
  response.setHeader('access-control-expose-headers', 'WWW-Authenticate');
}

function challenge(response, status, error, description) {
  const members = error ? ` realm="demo", error="${error}", error_description="${description}"` : ' realm="demo"';
  response.setHeader('www-authenticate', `Bearer${members}`);
  answer(response, status, { error: error ?? 'token_required', error_description: description });
}

function answer(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(body && JSON.stringify(body));
}
