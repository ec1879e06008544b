// What is measured, one row each. A library of its own: a line here, an adapter, a line in package.json.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const here = import.meta.dirname;

/** The row of the core in the table of pairs, whose others are named after their libraries. */
export const IN_CORE = 'inside the core of proofkey';

/**
 * @typedef {object} Row
 * @property {string} name of the row, and the client's id at the server
 * @property {string} title in the tables
 * @property {string} adapter file in `adapters`, without its ending: the library used as its documentation says
 * @property {string} [library] the npm package; the hand-written rows have none
 * @property {string} [entry] what the adapter finds as `sdk-entry`, where several rows share one
 * @property {string} [exports] source of a module that exports what an app needs and nothing else: what is weighed
 * @property {object} [given] options of this row, for its adapter
 * @property {('preconnect' | 'discovery')[]} [head] tags in the page's head: a connection to the server, its metadata
 * @property {string[]} [assets] files that are served beside the bundle
 * @property {string[]} [preloads] those of them that have a tag in the page's head
 * @property {string[]} [external] what the weighed module leaves to the app
 * @property {boolean} [isCompared] measured in every run; others in a third of them
 * @property {boolean} [isVariant] another first visit with the same library: all else is as in the row before
 * @property {'library' | 'app'} [tokenCall] whose code `getToken` is; none: there is no such call
 * @property {boolean} [sharesTabs] whether it can keep the session in localStorage
 */

const proofkey = {
  adapter: 'proofkey',
  library: 'proofkey',
  entry: 'proofkey',
  exports: "export { createClient } from 'proofkey'",
  isCompared: true,
  tokenCall: 'library',
  sharesTabs: true,
};
const eager = { ...proofkey, entry: 'proofkey/eager', exports: "export { createClient } from 'proofkey/eager'" };
const handWritten = { adapter: 'baseline', isCompared: true, tokenCall: 'app' };
/** No library has more than one client of these, so its row has its package's name. */
const peer = (library, exported, more = {}) => ({
  name: library.replace(/^@[\w-]+\//, ''),
  title: library,
  adapter: library.replace(/^@[\w-]+\//, ''),
  library,
  exports: `export { ${exported} } from '${library}'`,
  tokenCall: 'library',
  ...more,
});

/** The names of oauth4webapi that a login, a callback and a refresh need. */
const toolkit = [
  ...['discoveryRequest', 'processDiscoveryResponse', 'generateRandomCodeVerifier', 'calculatePKCECodeChallenge'],
  ...['generateRandomState', 'generateRandomNonce', 'None', 'validateAuthResponse', 'authorizationCodeGrantRequest'],
  ...['processAuthorizationCodeResponse', 'getValidatedIdTokenClaims'],
  ...['refreshTokenGrantRequest', 'processRefreshTokenResponse'],
].join(', ');
const react = ['react', 'react/jsx-runtime', 'react-dom', 'react-dom/client'];

/** @type {Row[]} */
const all = [
  { name: 'floor', title: 'hand-written', ...handWritten },
  {
    name: 'floor-preconnect',
    title: 'hand-written, preconnect',
    head: ['preconnect'],
    isVariant: true,
    ...handWritten,
  },
  { name: 'proofkey', title: 'proofkey', ...proofkey },
  {
    name: 'proofkey-endpoints',
    title: 'proofkey, endpoints configured',
    ...proofkey,
    given: { hasEndpoints: true },
    isVariant: true,
  },
  { name: 'proofkey-preconnect', title: 'proofkey, preconnect', head: ['preconnect'], isVariant: true, ...proofkey },
  {
    name: 'proofkey-slim',
    title: 'proofkey/slim',
    ...proofkey,
    adapter: 'proofkey-slim',
    entry: 'proofkey/slim',
    exports: "export { createClient, init } from 'proofkey/slim'",
    assets: ['proofkey/dist/login.wasm', 'proofkey/dist/session.wasm'],
    preloads: ['login.wasm'],
  },
  { name: 'proofkey-eager', title: 'proofkey/eager, preload', head: ['discovery'], ...eager },
  {
    name: 'proofkey-eager-endpoints',
    title: 'proofkey/eager, endpoints configured, preconnect',
    ...eager,
    head: ['preconnect'],
    given: { hasEndpoints: true },
    isVariant: true,
  },
  peer('@auth0/auth0-spa-js', 'Auth0Client', { isCompared: true, sharesTabs: true }),
  peer('oidc-client-ts', 'UserManager, WebStorageStateStore', { isCompared: true, sharesTabs: true }),
  peer('@azure/msal-browser', 'PublicClientApplication, ProtocolMode, BrowserCacheLocation', { sharesTabs: true }),
  peer('@okta/okta-auth-js', 'OktaAuth', {
    exports: "export { OktaAuth } from '@okta/okta-auth-js/core'",
    sharesTabs: true,
  }),
  peer('keycloak-js', 'default'),
  peer('@logto/browser', 'default', { name: 'logto-browser', adapter: 'logto-browser', sharesTabs: true }),
  peer('@axa-fr/oidc-client', 'OidcClient', {
    name: 'axa-oidc-client',
    adapter: 'axa-oidc-client',
    sharesTabs: true,
  }),
  peer('oidc-spa', '', {
    exports: "export { oidcEarlyInit } from 'oidc-spa/entrypoint'; export { createOidc } from 'oidc-spa/core'",
  }),
  peer('oauth4webapi', toolkit, { tokenCall: 'app' }),
  peer('@reachfive/identity-core', 'createClient', {
    name: 'reachfive-identity-core',
    adapter: 'reachfive-identity-core',
    tokenCall: 'app',
  }),
  peer('react-oauth2-code-pkce', 'AuthProvider, AuthContext', { external: react, tokenCall: undefined }),
];

const manifestOf = (library) => JSON.parse(readFileSync(join(here, 'node_modules', library, 'package.json'), 'utf8'));

/** The rows whose entry the installed package has, each with the version that is installed. */
export function rows() {
  const { exports } = manifestOf('proofkey');
  const isThere = ({ entry }) => entry === undefined || `.${entry.slice('proofkey'.length)}` in exports;
  return all
    .filter(isThere)
    .map((row) => ({ ...row, version: row.library ? manifestOf(row.library).version : undefined }));
}
