// An authorization server in the shape of ReachFive's: see README.md for what is known of that service, and what is assumed.
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { authorize, cancel, consent, consentForm, login, loginForm } from './authorize.mjs';
import { Exchange } from './exchange.mjs';
import { discovery, jwks, logout, passwordLogin, remoteSettings, userinfo } from './identity.mjs';
import { OAuthError } from './oauth-error.mjs';
import { errorPage } from './pages.mjs';
import { Tenant } from './tenant.mjs';
import { revoke, token } from './token.mjs';

const DISCOVERY = '/.well-known/openid-configuration';

/** What a script of an allowed origin may call. */
const api = {
  [`GET ${DISCOVERY}`]: discovery,
  'GET /jwks.json': jwks,
  'POST /oauth/token': token,
  'POST /oauth/revoke': revoke,
  'GET /identity/v1/userinfo': userinfo,
  'GET /identity/v1/config': remoteSettings,
  'POST /identity/v1/password/login': passwordLogin,
};

/** What a browser navigates to. */
const pages = {
  'GET /oauth/authorize': authorize,
  'GET /auth': loginForm,
  'POST /auth': login,
  'GET /auth/cancel': cancel,
  'GET /consent': consentForm,
  'POST /consent': consent,
  'GET /identity/v1/logout': logout,
};

// Headers beyond those that need no permission (Fetch, CORS-safelisted request-header).
const ALLOWED_HEADERS = 'authorization, content-type, accept-language, custom-locale, x-r5-correlation-id';

/**
 * Starts the server.
 *
 * @param {object} [options]
 * @param {number} [options.port] 0 takes a free one.
 * @param {string} [options.host] Part of the issuer. The app should use the same name, or cookies differ.
 * @param {{ key: string, cert: string }} [options.tls] Serves https, which identity-core and the preset always use.
 * @param {string} [options.issuer] What it calls itself, when something else stands before it.
 * @param {string[]} [options.origins] Where apps live: their callbacks are registered and CORS is open to them.
 * @param {string[]} [options.redirectUris] More Allowed Callback URLs, for every client.
 * @param {string[]} [options.postLogoutRedirectUris] More Allowed logout callback URLs, for the account.
 * @param {object[]} [options.clients] More clients: their `client_id`, and what else is not as the default (clients.mjs).
 * @param {boolean | number | 'silent'} [options.discovery] `false`: the connection breaks. `silent`: nobody answers. A number:
 *   that HTTP status.
 * @param {object} [options.metadata] Members that the discovery document has besides, or (undefined) has not.
 * @param {{ requests: number, seconds: number, clock?: () => number }} [options.rateLimit] Of /oauth/token, for one address.
 * @param {boolean} [options.issParameter] Whether authorization responses carry `iss` (RFC 9207).
 * @param {number} [options.accessTokenSeconds] How long an access token lives.
 * @param {number} [options.refreshTokenSeconds] How long a refresh token lives; each use gives a new one.
 * @param {number} [options.codeSeconds] How long an authorization code lives.
 * @param {(idToken: string, own: OwnToken) => string | Promise<string>} [options.forge] Is given each ID Token, and gives what
 *   is sent instead: for tests of who believes it.
 * @returns {Promise<ReachFive>}
 *
 * @typedef {object} ReachFive
 * @property {string} issuer
 * @property {string} url
 * @property {LoggedRequest[]} requests All that came in, in order; a body is there once it has been read.
 * @property {(up: boolean | number | 'silent') => void} setDiscovery As the option `discovery`.
 * @property {() => Promise<void>} close
 *
 * @typedef {{ method: string, path: string, query: object, headers: object, body?: object, bytes?: number }} LoggedRequest
 *   `bytes`: those of its answer, once that has left.
 * @typedef {object} OwnToken What the ID Token is made of.
 * @property {object} claims
 * @property {(claims: object) => Promise<string>} sign Signs other claims as the server does, with the server's key.
 */
export async function startReachFive({ port = 0, host = 'localhost', tls, ...options } = {}) {
  const requests = [];
  let tenant;
  let reachability = options.discovery ?? true;
  const listener = (request, response) => {
    const exchange = new Exchange(request, response, requests);
    return answer(tenant, exchange, reachability).catch((error) => failed(exchange, error));
  };
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const url = `${tls ? 'https' : 'http'}://${host}:${server.address().port}`;
  // Made after the port is known, and in the same turn: no request can come in between.
  tenant = new Tenant({ issuer: url, secure: Boolean(tls), ...options });
  return {
    issuer: tenant.issuer,
    url,
    requests,
    setDiscovery(up) {
      reachability = up;
    },
    close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      return closed;
    },
  };
}

async function answer(tenant, exchange, reachability) {
  const { method, path } = exchange;
  if (path === DISCOVERY && reachability === false) return exchange.destroy();
  if (path === DISCOVERY && reachability === 'silent') return undefined;
  const asked = method === 'OPTIONS' ? exchange.headers['access-control-request-method'] : method;
  const page = pages[`${method} ${path}`];
  if (page) return page(tenant, exchange);
  allowOrigin(tenant, exchange);
  const call = api[`${asked} ${path}`];
  if (!call) throw new OAuthError('not_found', 'Resource not found', { status: 404, key: 'error.notFound' });
  if (method === 'OPTIONS') return preflight(exchange);
  if (path === DISCOVERY && reachability !== true) return exchange.json(reachability, {});
  return call(tenant, exchange);
}

/** CORS as a script needs it, without Access-Control-Allow-Credentials: no cookie belongs to these calls. */
function allowOrigin(tenant, exchange) {
  exchange.response.setHeader('vary', 'Origin');
  const { origin } = exchange.headers;
  if (!tenant.origins.includes(origin)) return;
  exchange.response.setHeader('access-control-allow-origin', origin);
  // Without this a page sees the 429, but not for how long it lasts.
  exchange.response.setHeader('access-control-expose-headers', 'Retry-After');
}

function preflight(exchange) {
  exchange.empty(204, {
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': ALLOWED_HEADERS,
    'access-control-max-age': '600',
  });
}

function failed(exchange, error) {
  const known = error instanceof OAuthError;
  if (!known) console.error(error);
  if (exchange.response.headersSent) return exchange.destroy();
  const shown = known
    ? error
    : new OAuthError('server_error', 'Internal error', { status: 500, key: 'error.internal' });
  if (pages[`${exchange.method} ${exchange.path}`]) return exchange.html(shown.status, errorPage(shown));
  return exchange.json(shown.status, shown.body(), shown.headers);
}
