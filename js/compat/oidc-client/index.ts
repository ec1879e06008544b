/**
 * The names of oidc-client-ts 3 for what Proofkey does, so that an app is switched by its import. Which name
 * is which call stands in user-manager.ts and settings.ts, what is refused and what to do instead in absent.ts;
 * www-demo/docs/migrate-from-oidc-client-ts.md tells it all in tables.
 *
 * @module proofkey/compat/oidc-client
 */
export { type ErrorCode, ProofkeyError } from '../../src/index.js';
export type {
  PopupWindowFeatures,
  PopupWindowParams,
  RedirectParams,
  SigninPopupArgs,
  SigninRedirectArgs,
  SigninSilentArgs,
  SignoutRedirectArgs,
} from './args.js';
export { ErrorResponse, type ErrorResponseArgs, ErrorTimeout } from './errors.js';
export type {
  AccessTokenCallback,
  SilentRenewErrorCallback,
  UserLoadedCallback,
  UserManagerEvents,
  UserSessionChangedCallback,
  UserSignedInCallback,
  UserSignedOutCallback,
  UserUnloadedCallback,
} from './events.js';
export { type ILogger, Log } from './log.js';
export type { RevokeTokensTypes, UserManagerSettings } from './settings.js';
export type { SignoutResponse } from './signout.js';
export { type AsyncStorage, InMemoryWebStorage, type StateStore, WebStorageStateStore } from './stores.js';
export { User, type UserProfile } from './user.js';
export { UserManager } from './user-manager.js';
