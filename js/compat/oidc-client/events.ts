import type { User } from './user.js';

/** Called when there are tokens: after a sign-in, and when they were renewed; here or in another tab. */
export type UserLoadedCallback = (user: User) => unknown;
/** Called when nobody is signed in here any more. */
export type UserUnloadedCallback = () => unknown;
/** Called before the access token expires, or after it. */
export type AccessTokenCallback = () => unknown;
/** Called when an automatic renewal has failed. */
export type SilentRenewErrorCallback = (error: Error) => unknown;
/** Never called: it belongs to `monitorAnonymousSession`. */
export type UserSignedInCallback = () => unknown;
/** Called when the user has signed out in another tab, or at the server (`monitorSession`). */
export type UserSignedOutCallback = () => unknown;
/** Called when the session at the server was replaced by another one of the same user (`monitorSession`). */
export type UserSessionChangedCallback = () => unknown;

/** Event -> what its callbacks are given. */
interface Given {
  userLoaded: [user: User];
  userUnloaded: [];
  accessTokenExpiring: [];
  accessTokenExpired: [];
  silentRenewError: [error: Error];
  userSignedIn: [];
  userSignedOut: [];
  userSessionChanged: [];
}
type Callback = (...given: never[]) => unknown;

/** The callbacks of each event, in the order in which they came. */
export class Callbacks {
  readonly #lists = new Map<keyof Given, Callback[]>();

  add<Name extends keyof Given>(name: Name, callback: (...given: Given[Name]) => unknown) {
    this.#lists.set(name, [...(this.#lists.get(name) ?? []), callback]);
    return () => this.remove(name, callback);
  }

  remove(name: keyof Given, callback: Callback) {
    const list = this.#lists.get(name) ?? [];
    const last = list.lastIndexOf(callback);
    this.#lists.set(
      name,
      list.filter((_, index) => index !== last),
    );
  }

  /** Calls them, and waits for none: a callback may itself wait for a call of the manager. */
  raise<Name extends keyof Given>(name: Name, ...given: Given[Name]) {
    for (const callback of this.#lists.get(name) ?? []) {
      // A callback's mistake is reported as its own: the others are called, and the sign-in goes on.
      (async () => callback(...(given as never[])))().catch(reportError);
    }
  }
}

/** What {@link UserManager.events} is. Each `add` gives the function that undoes it. */
export class UserManagerEvents {
  readonly #callbacks: Callbacks;

  /** @internal */
  constructor(callbacks: Callbacks) {
    this.#callbacks = callbacks;
  }

  addUserLoaded(callback: UserLoadedCallback) {
    return this.#callbacks.add('userLoaded', callback);
  }
  removeUserLoaded(callback: UserLoadedCallback) {
    this.#callbacks.remove('userLoaded', callback);
  }

  addUserUnloaded(callback: UserUnloadedCallback) {
    return this.#callbacks.add('userUnloaded', callback);
  }
  removeUserUnloaded(callback: UserUnloadedCallback) {
    this.#callbacks.remove('userUnloaded', callback);
  }

  addAccessTokenExpiring(callback: AccessTokenCallback) {
    return this.#callbacks.add('accessTokenExpiring', callback);
  }
  removeAccessTokenExpiring(callback: AccessTokenCallback) {
    this.#callbacks.remove('accessTokenExpiring', callback);
  }

  addAccessTokenExpired(callback: AccessTokenCallback) {
    return this.#callbacks.add('accessTokenExpired', callback);
  }
  removeAccessTokenExpired(callback: AccessTokenCallback) {
    this.#callbacks.remove('accessTokenExpired', callback);
  }

  addSilentRenewError(callback: SilentRenewErrorCallback) {
    return this.#callbacks.add('silentRenewError', callback);
  }
  removeSilentRenewError(callback: SilentRenewErrorCallback) {
    this.#callbacks.remove('silentRenewError', callback);
  }

  addUserSignedIn(callback: UserSignedInCallback) {
    return this.#callbacks.add('userSignedIn', callback);
  }
  removeUserSignedIn(callback: UserSignedInCallback) {
    this.#callbacks.remove('userSignedIn', callback);
  }

  addUserSignedOut(callback: UserSignedOutCallback) {
    return this.#callbacks.add('userSignedOut', callback);
  }
  removeUserSignedOut(callback: UserSignedOutCallback) {
    this.#callbacks.remove('userSignedOut', callback);
  }

  addUserSessionChanged(callback: UserSessionChangedCallback) {
    return this.#callbacks.add('userSessionChanged', callback);
  }
  removeUserSessionChanged(callback: UserSessionChangedCallback) {
    this.#callbacks.remove('userSessionChanged', callback);
  }
}
