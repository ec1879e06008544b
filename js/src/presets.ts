/**
 * What providers do in their own way, one file for each. A preset gives options for `createClient`; the core knows no provider.
 *
 * @module proofkey/presets
 */
export * from './presets/auth0.js';
export * from './presets/cognito.js';
export * from './presets/entra.js';
export * from './presets/google.js';
export * from './presets/keycloak.js';
export * from './presets/logto.js';
export * from './presets/okta.js';
export * from './presets/reachfive.js';
export * from './presets/zitadel.js';
