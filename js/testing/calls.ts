import type { Phase } from '../src/errors.js';
import type { Client, UserClaims } from '../src/types.js';

/** The calls of a client that do something: those that give a promise, and the one that cannot wait for one. */
export type Call =
  | 'authorizationUrl'
  | {
      [Name in keyof Client]: Client[Name] extends (...given: never[]) => Promise<unknown> ? Name : never;
    }[keyof Client];

/**
 * What each call was given, in the order of the calls: `client.calls.loginWithRedirect[0]?.appState`. `undefined` stands for a call
 * without options.
 */
export type FakeCalls<Claims extends UserClaims = UserClaims> = {
  readonly [Name in Call]: readonly Parameters<Client<Claims>[Name]>[0][];
};

/** What a client is doing in each call. */
export const phases = {
  ready: 'start',
  authorizationUrl: 'login',
  loginWithRedirect: 'login',
  loginWithPopup: 'login',
  loginSilently: 'login',
  handleRedirectCallback: 'callback',
  getAccessToken: 'token',
  checkSession: 'token',
  adoptTokens: 'adoption',
  getUserInfo: 'userinfo',
  fetch: 'fetch',
  logout: 'logout',
  handleLogoutCallback: 'logout',
  revokeTokens: 'revocation',
  diagnose: 'diagnosis',
} as const satisfies Record<Call, Phase>;

/** Nothing was called yet. */
export const noCalls = () =>
  Object.fromEntries(Object.keys(phases).map((call) => [call, [] as unknown[]])) as Record<Call, unknown[]>;
