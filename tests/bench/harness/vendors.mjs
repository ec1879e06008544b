// What the libraries of vendors expect of their own servers: other paths, JSON instead of a form, tokens that are JWTs. One
// authorization server answers them all, so that they differ in nothing else.

/** Their paths, and the server's. */
const aliases = [
  [/^\/(?:oauth\/)?authorize(?=\?|$)/, '/auth'],
  [/^\/oauth\/token$/, '/token'],
  [/^\/oidc\/\.well-known/, '/.well-known'],
  [/^\/oauth2\/v1\/authorize/, '/auth'],
  [/^\/oauth2\/v1\/token$/, '/token'],
  [/^\/realms\/r\/protocol\/openid-connect\/auth(?=\?|$)/, '/auth'],
  [/^\/realms\/r\/protocol\/openid-connect\/token$/, '/token'],
];

/** @param {string} url @returns {string} */
export function standardUrl(url) {
  const alias = aliases.find(([pattern]) => pattern.test(url));
  return alias ? url.replace(...alias) : url;
}

/** ReachFive's settings of a tenant, the least that its SDK accepts. A real answer is larger. */
export const reachFiveSettings = (issuer) => ({
  ...{ domain: new URL(issuer).host, sso: false, sms: false, web_authn: false, language: 'en', country_code: 'FR' },
  ...{ pkce_enforced: true, is_public: true, is_implicit_flow_forbidden: true, resource_base_url: issuer },
  ...{ mfa_sms_enabled: false, mfa_email_enabled: false, rba_enabled: false, custom_fields: [] },
  scope: 'openid profile email offline_access',
});

/** keycloak-js decodes access and refresh tokens; its server's are JWTs. */
const isKeycloaks = (path) => path.startsWith('/realms/');

/** The parameters of a token request, as the server takes them. @param {{ path: string, isJson: boolean, text: string }} request */
export function tokenParameters({ path, isJson, text }) {
  const parameters = isJson ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));
  // ReachFive's SDK names the page as well.
  if (isJson) delete parameters.origin;
  // msal-browser repeats offline_access, which this server grants without listing it.
  if (parameters.grant_type === 'refresh_token') delete parameters.scope;
  if (isKeycloaks(path) && parameters.refresh_token) parameters.refresh_token = unwrapped(parameters.refresh_token);
  return parameters;
}

/** The answer of the token endpoint, as the library of that path takes it. */
export function tokenAnswer(path, answer, { issuer, tokenSeconds }) {
  if (!isKeycloaks(path) || !answer?.access_token) return answer;
  const wrap = (token, typ, seconds) => wrapped(token, { typ, seconds, issuer });
  return {
    ...answer,
    access_token: wrap(answer.access_token, 'Bearer', tokenSeconds),
    refresh_token: wrap(answer.refresh_token, 'Refresh', 86_400),
  };
}

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A JWT with an opaque token in it, of the usual length. Its signature is for the server to check, which knows the token. */
function wrapped(token, { typ, seconds, issuer }) {
  const iat = Math.floor(Date.now() / 1000);
  const claims = { jti: token, typ, sub: 'alice', iat, exp: iat + seconds, iss: `${issuer}/realms/r` };
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.${'x'.repeat(342)}`;
}

const unwrapped = (jwt) => JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url').toString()).jti;
