// The modules of the package, as an app imports them.
const assert = require('node:assert/strict');
const { exports: paths } = require('proofkey/package.json');

exports.entries = Object.keys(paths)
  .filter((path) => paths[path].import)
  .map((path) => `proofkey${path.slice(1)}`);
for (const name of [
  'eager',
  'slim',
  'presets',
  'front-channel-logout',
  'idle',
  'initiate-login',
  'react',
  'server',
  'vue',
  'testing',
  'compat/auth0',
  'compat/oidc-client',
]) {
  assert.ok(exports.entries.includes(`proofkey/${name}`), name);
}

/** What a browser has and a server has not: whoever touches one of them is found out. `typeof window` is how one asks where one is. */
exports.touched = new Set();
exports.watchGlobals = () => {
  for (const name of [
    'document',
    'history',
    'indexedDB',
    'localStorage',
    'location',
    'navigator',
    'self',
    'sessionStorage',
  ]) {
    Object.defineProperty(globalThis, name, { configurable: true, get: () => void exports.touched.add(name) });
  }
};

exports.options = {
  issuer: 'https://op.example',
  clientId: 'spa',
  redirectUri: 'https://app.example/',
  scope: 'openid',
};
