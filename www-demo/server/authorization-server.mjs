// The demo's authorization server: npm `oidc-provider`, a certified OpenID Provider, set up as a single-page app needs it.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import Provider, { errors, interactionPolicy } from 'oidc-provider';
import { interactionsOf } from './interactions.mjs';
import { listen } from './listen.mjs';
import { errorPage, loggedOutPage, logoutPage, pageHeaders } from './pages.mjs';
import { memoryStorage } from './storage.mjs';
import { asksForCode, claimsOf, isUser, nameOf, pictureOf, STRONG } from './users.mjs';

/** The API that access tokens are for: a name (RFC 8707 resource indicator), not an address. */
export const API = 'https://api.example.com';
const API_SCOPE = 'api:read';

/**
 * Starts the server.
 *
 * @param {object} [options]
 * @param {number} [options.port] 0 takes a free one.
 * @param {string} [options.host] Part of the issuer. The app should use the same name, or cookies differ.
 * @param {string} [options.path] What follows host and port in the issuer, as other servers have it: `/`, `/tenants/a`.
 * @param {string[]} [options.origins] Where apps live: their redirect URIs are registered and CORS is open to them.
 * @param {string[]} [options.redirectUris] More redirect URIs, for every client.
 * @param {string[]} [options.postLogoutRedirectUris] More of those too.
 * @param {object[]} [options.clients] More clients: their `client_id`, and what else is not as that of `spa`.
 * @param {number} [options.accessTokenSeconds] How long an access token lives.
 * @param {number} [options.refreshTokenSeconds] How long a refresh token lives; each use gives a new one.
 * @param {number} [options.codeSeconds] How long an authorization code lives.
 * @param {Record<string, string>} [options.headers] Of every answer, beside its own.
 * @param {(path: string) => string} [options.rewrite] What a request's path, with its query, is taken for.
 * @param {(configuration: object) => object} [options.configure] Changes anything else of what oidc-provider is given.
 * @returns {Promise<{ issuer: string, url: string, provider: Provider, close(): Promise<void> }>}
 */
export async function startAuthorizationServer({
  port = 0,
  host = 'localhost',
  path = '',
  origins = [],
  redirectUris = [],
  postLogoutRedirectUris = [],
  clients: others = [],
  accessTokenSeconds = 300,
  refreshTokenSeconds = 86_400,
  codeSeconds = 60,
  headers = {},
  rewrite = (path) => path,
  configure = (configuration) => configuration,
} = {}) {
  const { url, handle, close } = await listen(port, host);
  const issuer = url + path;
  const mount = path.replace(/\/$/, '');
  const ttl = { accessTokenSeconds, refreshTokenSeconds, codeSeconds };
  const clients = clientsOf({ origins, redirectUris, postLogoutRedirectUris, others });
  const provider = new Provider(issuer, configure(configurationOf({ issuer, origins, clients, ttl })));
  const interact = interactionsOf(provider);
  let protocol;

  handle((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    request.url = rewrite(request.url);
    if (request.url.startsWith('/interaction/')) return interact(request, response);
    if (request.url.startsWith('/pictures/')) return picture(request, response);
    // Under a path it is mounted: what it answers is told by the rest, and its own links are made with the whole.
    if (mount && request.url.startsWith(`${mount}/`)) {
      request.originalUrl = request.url;
      request.url = request.url.slice(mount.length);
    }
    // Put together only now: whoever started the server may have added something with `provider.use`.
    protocol ??= provider.callback();
    return protocol(request, response);
  });
  return { issuer, url, provider, close };
}

function clientsOf({ origins, redirectUris, postLogoutRedirectUris, others }) {
  const spa = {
    client_name: 'Proofkey demo',
    // A public client: a page cannot keep a secret, so PKCE is what ties the code to it.
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    redirect_uris: [...origins.flatMap((o) => [`${o}/callback`, `${o}/callback.html`, `${o}/`]), ...redirectUris],
    post_logout_redirect_uris: [...origins.map((o) => `${o}/`), ...postLogoutRedirectUris],
  };
  return [
    { ...spa, client_id: 'spa', id_token_signed_response_alg: 'RS256' },
    { ...spa, client_id: 'spa-es256', id_token_signed_response_alg: 'ES256' },
    ...others.map((other) => ({ ...spa, ...other })),
  ];
}

function configurationOf({ issuer, origins, clients, ttl }) {
  const host = new URL(issuer).host;
  return {
    adapter: memoryStorage(),
    clients,
    jwks: { keys: [key('rsa', { modulusLength: 2048 }, 'RS256'), key('ec', { namedCurve: 'P-256' }, 'ES256')] },
    cookies: { keys: [randomUUID()] },
    // HS256 is for clients whose provider knows nothing else: no page can verify it, and none of ours has it.
    enabledJWA: { idTokenSigningAlgValues: ['RS256', 'ES256', 'HS256'] },
    routes: {
      authorization: '/oauth/authorize',
      token: '/oauth/token',
      jwks: '/oauth/jwks',
      userinfo: '/oauth/userinfo',
      revocation: '/oauth/revoke',
      end_session: '/oauth/logout',
    },
    pkce: { required: () => true },
    clientBasedCORS: (_ctx, origin) => origins.includes(origin),
    scopes: ['openid', 'offline_access'],
    claims: {
      openid: ['sub'],
      profile: [
        'name',
        'given_name',
        'family_name',
        'nickname',
        'preferred_username',
        'locale',
        'picture',
        'updated_at',
      ],
      email: ['email', 'email_verified'],
    },
    // Puts name and email into the ID Token: the app shows the user without another request.
    conformIdTokenClaims: false,
    findAccount: (_ctx, sub) =>
      isUser(sub) ? { accountId: sub, claims: async () => claimsOf(sub, issuer) } : undefined,
    acrValues: [STRONG],
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}`, policy: policy() },
    // What an API must know that wants more of a sign-in than another (RFC 9068 section 2.2.1, RFC 9470 section 6).
    extraTokenClaims({ oidc: { entities } }) {
      const { acr, authTime } = entities.AuthorizationCode ?? entities.RefreshToken ?? {};
      return { acr, auth_time: authTime };
    },
    // The provider's default wants offline_access with prompt=consent; a SPA needs its refresh token without that.
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    // Each refresh token works once. A second use revokes the grant: somebody else has a copy (RFC 9700 section 4.14).
    rotateRefreshToken: true,
    expiresWithSession: async () => false,
    ttl: {
      AccessToken: ttl.accessTokenSeconds,
      AuthorizationCode: ttl.codeSeconds,
      RefreshToken: ttl.refreshTokenSeconds,
      IdToken: 3600,
      Interaction: 600,
      Session: 86_400,
      Grant: 86_400,
    },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: true },
      jwtUserinfo: { enabled: true },
      claimsParameter: { enabled: true },
      revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
      resourceIndicators: resourceIndicators(ttl.accessTokenSeconds),
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => show(ctx, logoutPage({ form, host, name: nameOf(ctx.oidc.session.accountId) })),
        postLogoutSuccessSource: (ctx) => show(ctx, loggedOutPage({ host })),
      },
    },
    renderError: (ctx, { error, error_description: description }) => show(ctx, errorPage({ host, error, description })),
  };
}

/** Asks a user to sign in again who has not signed in as `acr_values` wants it: the provider's own policy takes it for a wish. */
function policy() {
  const prompts = interactionPolicy.base();
  const isWanted = ({ oidc: { params, session, result } }) =>
    asksForCode(params) && session.acr !== STRONG && !result?.login;
  prompts.get('login').checks.add(new interactionPolicy.Check('acr_values', 'a second factor is wanted', isWanted));
  return prompts;
}

/** Access tokens for the API are signed JWTs that it verifies by itself; without api:read they are for /userinfo. */
function resourceIndicators(accessTokenTTL) {
  return {
    enabled: true,
    defaultResource: (ctx, _client, oneOf) => oneOf?.[0] ?? (asksForApi(ctx) ? API : undefined),
    useGrantedResource: () => true,
    getResourceServerInfo(_ctx, resource) {
      if (resource !== API) throw new errors.InvalidTarget();
      return {
        scope: API_SCOPE,
        audience: API,
        accessTokenTTL,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'ES256' } },
      };
    },
  };
}

const asksForApi = (ctx) =>
  String(ctx.oidc.params.scope ?? '')
    .split(' ')
    .includes(API_SCOPE);

const key = (type, options, alg) => ({
  ...generateKeyPairSync(type, options).privateKey.export({ format: 'jwk' }),
  use: 'sig',
  alg,
  kid: `${alg.toLowerCase()}-${randomUUID().slice(0, 8)}`,
});

function show(ctx, html) {
  ctx.set(pageHeaders);
  ctx.body = html;
}

function picture(request, response) {
  const svg = pictureOf(/^\/pictures\/(\w+)\.svg$/.exec(request.url)?.[1]);
  response.writeHead(svg ? 200 : 404, { 'content-type': 'image/svg+xml', 'cache-control': 'max-age=3600' });
  response.end(svg);
}
