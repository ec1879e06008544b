// A real authorization server, oidc-provider, with a user who signs in and consents at once.
import { generateKeyPairSync } from 'node:crypto';
import Provider from 'oidc-provider';
import { reachFiveSettings, standardUrl, tokenAnswer, tokenParameters } from './vendors.mjs';

/**
 * @typedef {object} Conditions of the server; the measures change them
 * @property {number} delayMs before each answer
 * @property {number} tokenSeconds how long an access token lives
 * @property {boolean} dropsConnections whether idle ones are gone when the user has signed in: a person takes longer than this one
 */

/** @typedef {'discovery' | 'keys' | 'token' | 'authorize' | 'settings' | 'other'} Kind of a request */

/**
 * @typedef {object} Logged one request
 * @property {string} method @property {Kind} kind @property {string} [origin] of the page whose script sent it
 * @property {string} [grant] @property {number} began @property {number} [ended] @property {number} [status]
 */

const scopes = ['openid', 'profile', 'email', 'phone', 'offline_access'];

/**
 * @param {object} given
 * @param {string} given.issuer
 * @param {string} given.appOrigin
 * @param {string[]} given.clients their ids; each is public, with a page at /app/ID/
 * @param {Conditions} given.conditions
 * @param {Logged[]} given.log
 * @param {() => void} given.dropConnections
 * @returns {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => Promise<void>}
 */
export function authorizationServer({ issuer, appOrigin, clients, conditions, log, dropConnections }) {
  const provider = providerOf({ issuer, appOrigin, clients, conditions });
  const answer = provider.callback();
  return async (request, response) => {
    const { method } = request;
    const { pathname: path } = new URL(request.url, issuer);
    const entry = { method, kind: kindOf(path), origin: request.headers.origin, began: performance.now() };
    log.push(entry);
    response.on('close', () => Object.assign(entry, { ended: performance.now(), status: response.statusCode }));
    if (conditions.delayMs) await new Promise((resolve) => setTimeout(resolve, conditions.delayMs));
    if (entry.kind === 'settings') {
      response.writeHead(200, { 'content-type': 'application/json', 'access-control-allow-origin': '*' });
      response.end(JSON.stringify(reachFiveSettings(issuer)));
      return;
    }
    if (path.startsWith('/interaction/')) {
      if (conditions.dropsConnections) dropConnections();
      await signIn(provider, request, response);
      return;
    }
    if (request.headers.origin) allowCredentials(response);
    request.askedFor = path;
    request.url = standardUrl(request.url);
    if (method === 'POST' && entry.kind === 'token') {
      const isJson = /json/.test(request.headers['content-type'] ?? '');
      // The provider takes a body that is there already.
      request.body = tokenParameters({ path, isJson, text: await textOf(request) });
      if (isJson) request.headers['content-type'] = 'application/x-www-form-urlencoded';
      entry.grant = request.body.grant_type;
    }
    await answer(request, response);
  };
}

/** @param {string} path @returns {Kind} */
function kindOf(path) {
  if (path.includes('/.well-known/')) return 'discovery';
  if (path.startsWith('/jwks')) return 'keys';
  if (path.endsWith('/token')) return 'token';
  if (/\/auth(orize)?$/.test(path)) return 'authorize';
  return path === '/identity/v1/config' ? 'settings' : 'other';
}

function providerOf({ issuer, appOrigin, clients, conditions }) {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
  const day = 86_400;
  const provider = new Provider(issuer, {
    clients: clients.map((name) => ({
      client_id: name,
      application_type: 'web',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: [`${appOrigin}/app/${name}/`],
    })),
    jwks: { keys: [{ ...key, use: 'sig', alg: 'RS256', kid: 'k1' }] },
    cookies: { keys: ['bench'] },
    pkce: { required: () => true },
    clientBasedCORS: () => true,
    // Libraries that do not ask UserInfo still know who it is.
    conformIdTokenClaims: false,
    scopes,
    claims: { openid: ['sub'], profile: ['name', 'given_name', 'family_name'], email: ['email', 'email_verified'] },
    issueRefreshToken: async () => true,
    features: { devInteractions: { enabled: false } },
    ttl: {
      AccessToken: () => conditions.tokenSeconds,
      ...{ AuthorizationCode: 60, Interaction: 600, IdToken: 3600 },
      ...{ Grant: day, RefreshToken: day, Session: day },
    },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, accountId) => ({ accountId, claims: async () => ({ sub: accountId, ...alice }) }),
  });
  provider.use(async (context, next) => {
    await next();
    if (context.path !== '/token') return;
    context.body = tokenAnswer(context.req.askedFor, context.body, { issuer, tokenSeconds: conditions.tokenSeconds });
  });
  return provider;
}

const alice = {
  ...{ name: 'Alice Liddell', given_name: 'Alice', family_name: 'Liddell' },
  ...{ email: 'alice@example.com', email_verified: true },
};

async function signIn(provider, request, response) {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  const accountId = session?.accountId ?? 'alice';
  const grant = new provider.Grant({ accountId, clientId: params.client_id });
  grant.addOIDCScope(scopes.join(' '));
  const result = {
    ...(prompt.name === 'login' && { login: { accountId } }),
    consent: { grantId: await grant.save() },
  };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
}

/** keycloak-js sends credentials along. */
function allowCredentials(response) {
  const { writeHead } = response;
  response.writeHead = (...head) => {
    response.setHeader('access-control-allow-credentials', 'true');
    return writeHead.apply(response, head);
  };
}

async function textOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
