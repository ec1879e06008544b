/**
 * The sign-in of a confidential client, on a server. The core is the one that browsers load; what is here lends it
 * requests that say who sends them, and a cookie in the place of sessionStorage.
 *
 * @module proofkey/server
 */
export { type ErrorCode, type ErrorDetails, type FieldError, type Phase, ProofkeyError } from '../src/errors.js';
export { type ClientAuthentication, clientSecretBasic, clientSecretPost, none } from './client-authentication.js';
export type * from './options.js';
export { type AssertionAlgorithm, type PrivateKeyJwtOptions, privateKeyJwt } from './private-key-jwt.js';
export { createServerClient } from './server-client.js';
export type * from './types.js';
