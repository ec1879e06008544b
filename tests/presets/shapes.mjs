// Servers that are shaped as those of the providers are: a real authorization server with their paths, their documents and their quirks.
// Where each quirk is documented stands in www-demo/docs/providers.
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import { API, startAuthorizationServer } from '../../www-demo/server/authorization-server.mjs';

export const TENANT = '0f8fad5b-d9cb-469f-a165-70867728950e';
export const POOL = 'eu-west-1_Ab12Cd34E';
export const PROJECT = '271048000000000000';
const tenantPath = `/${TENANT}/v2.0`;

/** @returns {(document: object) => object} what a discovery document leaves out */
const without =
  (...names) =>
  (document) =>
    Object.fromEntries(Object.entries(document).filter(([name]) => !names.includes(name)));

/** A logout that has a name of its own for the return address, and knows no other. */
const returnsTo = (name) => (query) => {
  query.delete('post_logout_redirect_uri');
  if (query.has(name)) query.set('post_logout_redirect_uri', query.get(name));
};

const replaced = (document, pairs) =>
  JSON.parse(pairs.reduce((text, [from, to]) => text.replaceAll(from, to), JSON.stringify(document)));

const bad = (error, error_description) => ({ status: 400, body: { error, error_description } });

/**
 * @typedef {object} Shape
 * @property {string} [path] of the issuer
 * @property {Record<string, string>} routes below that
 * @property {boolean} [sendsIss] whether it sends `iss` (RFC 9207) and announces it
 * @property {(path: string) => string} [rewrite]
 * @property {(configuration: object) => object} [configure]
 * @property {(document: object) => object} [discovery] what is announced otherwise
 * @property {(body: object) => object} [tokens] what its token endpoint answers otherwise
 * @property {(claims: object) => object} [claims] what its ID Tokens say otherwise
 * @property {(asked: { path: string, query: URLSearchParams }) => { status: number, body: object } | undefined} [refuse]
 * @property {(query: URLSearchParams) => void} [logout] what its logout does with its parameters
 */

/** @type {Record<string, Shape>} */
export const shapes = {
  auth0: {
    path: '/',
    routes: {
      authorization: '/authorize',
      token: '/oauth/token',
      jwks: '/.well-known/jwks.json',
      userinfo: '/userinfo',
      revocation: '/oauth/revoke',
      end_session: '/v2/logout',
    },
    discovery: without('end_session_endpoint'),
    logout: returnsTo('returnTo'),
  },
  okta: {
    path: '/oauth2/default',
    routes: {
      authorization: '/v1/authorize',
      token: '/v1/token',
      jwks: '/v1/keys',
      userinfo: '/v1/userinfo',
      revocation: '/v1/revoke',
      end_session: '/v1/logout',
    },
    refuse({ path, query }) {
      if (path.endsWith('/v1/logout') && !query.get('id_token_hint')) return bad('invalid_request', 'id_token_hint');
    },
  },
  entra: {
    path: tenantPath,
    routes: {
      authorization: '/oauth2/authorize',
      token: '/oauth2/token',
      jwks: '/keys',
      userinfo: '/userinfo',
      revocation: '/not-there',
      end_session: '/oauth2/logout',
    },
    // The tenant's own paths, and those of many tenants, lead to the same server.
    rewrite: (url) =>
      url
        .replace(new RegExp(`^/(?:common|organizations|${TENANT})/oauth2/v2.0/`), `${tenantPath}/oauth2/`)
        .replace(new RegExp(`^/(?:common|organizations|${TENANT})/discovery/v2.0/keys`), `${tenantPath}/keys`),
    discovery: (document) =>
      replaced(without('revocation_endpoint', 'code_challenge_methods_supported')(document), [
        [`/${TENANT}/v2.0/oauth2/`, `/${TENANT}/oauth2/v2.0/`],
        [`/${TENANT}/v2.0/keys`, `/${TENANT}/discovery/v2.0/keys`],
      ]),
    configure: (configuration) => ({ ...configuration, jwks: keysWithoutAlg(configuration.jwks) }),
  },
  keycloak: {
    path: '/realms/demo',
    sendsIss: true,
    routes: {
      authorization: '/protocol/openid-connect/auth',
      token: '/protocol/openid-connect/token',
      jwks: '/protocol/openid-connect/certs',
      userinfo: '/protocol/openid-connect/userinfo',
      revocation: '/protocol/openid-connect/revoke',
      end_session: '/protocol/openid-connect/logout',
    },
    tokens: (body) => ({ ...body, 'not-before-policy': 0, session_state: 'a6a8e0f1', refresh_expires_in: 1800 }),
  },
  cognito: {
    path: `/${POOL}`,
    routes: {
      authorization: '/oauth2/authorize',
      token: '/oauth2/token',
      jwks: '/.well-known/jwks.json',
      userinfo: '/oauth2/userInfo',
      revocation: '/oauth2/revoke',
      end_session: '/logout',
    },
    // The login pages live at the root of a domain of their own.
    rewrite: (url) => url.replace(/^\/(?=oauth2\/|logout\?)/, `/${POOL}/`),
    discovery: (document) => replaced(without('end_session_endpoint')(document), [[`/${POOL}/oauth2/`, '/oauth2/']]),
    tokens: without('scope'),
    refuse({ path, query }) {
      if (query.get('scope')?.includes('offline_access')) return bad('invalid_scope', 'offline_access');
      if (path.endsWith('/logout') && !query.get('logout_uri')) return bad('invalid_request', 'logout_uri');
    },
    logout: returnsTo('logout_uri'),
  },
  google: {
    routes: {
      authorization: '/o/oauth2/v2/auth',
      token: '/token',
      jwks: '/oauth2/v3/certs',
      userinfo: '/v1/userinfo',
      revocation: '/revoke',
      end_session: '/not-there',
    },
    discovery: without('end_session_endpoint'),
    refuse({ path, query }) {
      if (query.get('scope')?.includes('offline_access')) return bad('invalid_scope', 'offline_access');
      // Nobody who comes from a page has one.
      if (path === '/token') return bad('invalid_request', 'client_secret is missing.');
    },
  },
  logto: {
    path: '/oidc',
    sendsIss: true,
    routes: {
      authorization: '/auth',
      token: '/token',
      jwks: '/jwks',
      userinfo: '/me',
      revocation: '/token/revocation',
      end_session: '/session/end',
    },
    configure: ({ jwks, enabledJWA, clients, ...configuration }) => ({
      ...configuration,
      jwks: { keys: [...jwks.keys, es384()] },
      enabledJWA: { ...enabledJWA, idTokenSigningAlgValues: ['ES384'] },
      clients: clients
        .filter(({ client_id }) => client_id === 'spa')
        .map((client) => ({ ...client, id_token_signed_response_alg: 'ES384' })),
      // The default of the provider: offline_access wants prompt=consent.
      issueRefreshToken: undefined,
    }),
  },
  zitadel: {
    routes: {
      authorization: '/oauth/v2/authorize',
      token: '/oauth/v2/token',
      jwks: '/oauth/v2/keys',
      userinfo: '/oidc/v1/userinfo',
      revocation: '/oauth/v2/revoke',
      end_session: '/oidc/v1/end_session',
    },
    // It takes a hint for several audiences, which the server below does not.
    logout: (query) => query.delete('id_token_hint'),
    claims: (claims) => ({ ...claims, aud: [claims.aud, PROJECT, 'other-app@demo'].flat(), azp: claims.aud }),
  },
};

export const resource = API;

/** Starts a server of that shape for an app. @param {Shape} shape @param {{ app: string }} site */
export async function startShaped(shape, { app }) {
  let signingKeys = [];
  const server = await startAuthorizationServer({
    origins: [app],
    path: shape.path,
    rewrite: shape.rewrite,
    accessTokenSeconds: 60,
    configure(configuration) {
      const changed = shape.configure?.(configuration) ?? configuration;
      signingKeys = changed.jwks.keys;
      return { ...changed, routes: shape.routes };
    },
  });
  const { provider } = server;
  provider.use(async (ctx, next) => {
    const refusal = shape.refuse?.({ path: ctx.path, query: new URLSearchParams(ctx.search) });
    if (refusal) {
      ctx.set('access-control-allow-origin', app);
      return Object.assign(ctx, refusal);
    }
    if (shape.logout && ctx.path === shape.routes.end_session) {
      const query = new URLSearchParams(ctx.search);
      shape.logout(query);
      ctx.search = `${query}`;
    }
    await next();
    if (ctx.path === '/.well-known/openid-configuration') {
      const announced = shape.discovery?.(ctx.body) ?? ctx.body;
      ctx.body = shape.sendsIss ? announced : without('authorization_response_iss_parameter_supported')(announced);
    }
    if (ctx.path === shape.routes.token && ctx.body?.id_token) {
      const id_token = await signedAnew(ctx.body.id_token, shape.claims, signingKeys);
      ctx.body = { ...(shape.tokens?.(ctx.body) ?? ctx.body), id_token };
    }
    const location = ctx.response.get('location');
    if (!shape.sendsIss && location?.startsWith(app)) ctx.set('location', location.replace(/[?&]iss=[^&]*/, ''));
  });
  return server;
}

/** The token with other claims, signed with the same key. */
async function signedAnew(token, change, keys) {
  if (!change) return token;
  const { alg, kid } = decodeProtectedHeader(token);
  const key = createPrivateKey({ key: keys.find((one) => one.kid === kid), format: 'jwk' });
  return new SignJWT(change(decodeJwt(token))).setProtectedHeader({ alg, kid }).sign(key);
}

const keysWithoutAlg = ({ keys }) => ({ keys: keys.map(({ alg: _, ...key }) => key) });

const es384 = () => ({
  ...generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey.export({ format: 'jwk' }),
  use: 'sig',
  alg: 'ES384',
  kid: 'es384',
});
