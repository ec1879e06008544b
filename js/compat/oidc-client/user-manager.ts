import { type Client, createClient, type Phase, ProofkeyError } from '../../src/index.js';
import { relayResponse } from '../../src/relay.js';
import { absentMethods, check, refusal } from './absent.js';
import {
  opener,
  popupOptions,
  redirectOptions,
  type SigninPopupArgs,
  type SigninRedirectArgs,
  type SigninSilentArgs,
  type SignoutRedirectArgs,
  silentOptions,
} from './args.js';
import { CurrentUser } from './current-user.js';
import { ErrorResponse, errorFrom } from './errors.js';
import { Callbacks, UserManagerEvents } from './events.js';
import { ExpiryAlarms, SilentRenewal } from './renewal.js';
import { clientOptions, type RevokeTokensTypes, type UserManagerSettings } from './settings.js';
import { keep, type SignoutResponse, signoutResponse } from './signout.js';
import type { User } from './user.js';

/**
 * `UserManager` of oidc-client-ts, on a client of Proofkey: each method says which call of it does the work. What is refused rejects with
 * `config_error`, which names it and says what to do instead. An error with an `error` of the server's is an `ErrorResponse`, a
 * time that ran out an `ErrorTimeout`, everything else a `ProofkeyError`; the first two have one as their `cause`.
 */
export class UserManager {
  /** As they were given. */
  readonly settings: Readonly<UserManagerSettings>;
  /** What does the work, for everything that oidc-client-ts has no name for; an app can move over to it call by call. */
  readonly client: Client;
  readonly events: UserManagerEvents;
  readonly #callbacks = new Callbacks();
  readonly #renewal: SilentRenewal;
  readonly #user: CurrentUser;
  /** Resolves when all that has happened was told. */
  #told: Promise<void> = Promise.resolve();
  /** How many calls are under way that may change who is signed in. */
  #calls = 0;

  /** `createClient` @throws `config_error` for a setting that is missing, wrong or refused. */
  constructor(given: UserManagerSettings) {
    const settings = { ...given };
    check('settings', settings, settings, 'create');
    this.settings = Object.freeze(settings);
    try {
      this.client = createClient(clientOptions(settings));
    } catch (error) {
      throw errorFrom(error);
    }
    this.#user = new CurrentUser(this.client, settings, this.#callbacks);
    const { accessTokenExpiringNotificationTimeInSeconds: aheadSeconds = 60 } = settings;
    this.events = new UserManagerEvents(this.#callbacks);
    this.#renewal = new SilentRenewal(
      () => this.signinSilent(),
      (error) => this.#callbacks.raise('silentRenewError', error),
      settings.maxSilentRenewTimeoutRetries,
    );
    this.events.addAccessTokenExpiring(() => this.#renewal.run());
    if (typeof window === 'undefined') return;
    const alarms = new ExpiryAlarms(
      aheadSeconds,
      () => this.#callbacks.raise('accessTokenExpiring'),
      () => this.#callbacks.raise('accessTokenExpired'),
    );
    this.client.subscribe(({ expiresAt }, change) => {
      alarms.plan(expiresAt);
      const isOwn = this.#calls > 0;
      // What a user could not be made of is what getUser() rejects with.
      this.#told = this.#told.then(() => this.#user.tell(change, isOwn)).catch(() => {});
    });
    if (settings.automaticSilentRenew !== false) this.startSilentRenew();
    const { checkSessionIntervalInSeconds: intervalSeconds = 2 } = settings;
    if (settings.monitorSession) this.client.monitorSession({ intervalSeconds });
  }

  /** `client.checkSession()` and `client.getAccessToken()`: who is signed in, with a token that is renewed if it has expired and can be. */
  async getUser(raiseEvent = false): Promise<User | null> {
    if (typeof window === 'undefined') return null;
    try {
      const user = await this.#user.get();
      if (raiseEvent && user) this.#callbacks.raise('userLoaded', user);
      return user;
    } catch (error) {
      throw errorFrom(error);
    }
  }

  /** `client.logout({ openUrl() {} })`: forgets the session here, in all tabs; the server is not told. */
  async removeUser(): Promise<void> {
    await this.#run(() => this.client.logout({ openUrl() {} }));
  }

  /** `client.loginWithRedirect()`. Resolves when the browser is on its way. */
  async signinRedirect(args: SigninRedirectArgs = {}): Promise<void> {
    check('signin', args, this.settings, 'login');
    await this.#run(() => this.client.loginWithRedirect(redirectOptions(this.settings, args)));
  }

  /** `client.handleRedirectCallback()`: the answer leaves the address bar, and a second call gets the outcome of the first. */
  async signinRedirectCallback(url?: string): Promise<User> {
    const { appState } = await this.#run(() => this.client.handleRedirectCallback(url));
    return this.#signedIn('callback', appState);
  }

  /** The same for any callback page: `undefined` in a popup or a frame, whose answer the page that waits has taken. */
  async signinCallback(url?: string): Promise<User | undefined> {
    try {
      return await this.signinRedirectCallback(url);
    } catch (error) {
      if (error instanceof ProofkeyError && error.code === 'callback_handed_over') return undefined;
      throw error;
    }
  }

  /** `client.loginWithPopup()`: to be called in the handler of a click, before anything is awaited. */
  async signinPopup(args: SigninPopupArgs = {}): Promise<User> {
    check('signin', args, this.settings, 'login');
    await this.#run(() => this.client.loginWithPopup(popupOptions(this.settings, args)));
    return this.#signedIn('login', args.state);
  }

  /** `relayResponse()` of `proofkey/relay`: hands the answer over to the page that waits for it, and closes the window. */
  async signinPopupCallback(url?: string, keepOpen?: boolean): Promise<void> {
    check('keepOpen', { keepOpen }, this.settings, 'callback');
    await this.#run(async () => {
      // On a server nobody waits: the client says so.
      if (typeof window === 'undefined') await this.client.handleRedirectCallback(url);
      if (await relayResponse(url)) return;
      throw new ProofkeyError('state_not_found', 'callback', 'No page waits for this answer. Begin the sign-in again.');
    });
  }

  /** The same: Proofkey has one callback page for popups and frames. */
  async signinSilentCallback(url?: string): Promise<void> {
    await this.signinPopupCallback(url);
  }

  /**
   * `client.getAccessToken({ forceRefresh: true })` where there is a refresh token, else `client.loginSilently()`. However many
   * callers, one request.
   */
  async signinSilent(args: SigninSilentArgs = {}): Promise<User | null> {
    check('silent', args, this.settings, 'login');
    await this.#run(async () => {
      const isSignedIn = this.client.isAuthenticated || (await this.client.checkSession());
      if (isSignedIn && !args.forceIframeAuth && (await this.#isRefreshed())) return;
      await this.client.loginSilently(silentOptions(this.settings, args, this.client.isAuthenticated));
    });
    return this.#signedIn('login', args.state);
  }

  /** `client.logout()`. Resolves when the browser is on its way; rejects with `endpoint_missing` where the server has no logout. */
  async signoutRedirect(args: SignoutRedirectArgs = {}): Promise<void> {
    check('signout', args, this.settings, 'logout');
    const leave = opener({ ...this.settings, ...args });
    const { post_logout_redirect_uri: postLogoutRedirectUri } = args;
    await this.#run(async () => {
      const { remote } = await this.client.logout({
        revokeTokens: this.settings.revokeTokensOnSignout === true,
        ...(postLogoutRedirectUri !== undefined && { postLogoutRedirectUri }),
        openUrl(url) {
          keep(args.state, url);
          leave(url);
        },
      });
      if (!remote)
        throw new ProofkeyError('endpoint_missing', 'logout', onlyHere, { expected: 'end_session_endpoint' });
    });
  }

  /** `client.handleLogoutCallback()`: rejects where this tab began no such sign-out. */
  async signoutRedirectCallback(url?: string): Promise<SignoutResponse> {
    return this.#run(async () => {
      const response = signoutResponse(url);
      if (response.error !== null) throw new ErrorResponse({ ...response, error: response.error });
      const { stateMatches } = await this.client.handleLogoutCallback(url);
      if (response.state === null || stateMatches) return response;
      throw new ProofkeyError('state_not_found', 'logout', notBegunHere);
    });
  }

  /** The same; `undefined` where the URL is no answer. */
  async signoutCallback(url?: string): Promise<SignoutResponse | undefined> {
    const response = await this.signoutRedirectCallback(url);
    return response.state === null ? undefined : response;
  }

  /** `client.revokeTokens()`: the session is forgotten here, and the server takes back its grant. */
  async revokeTokens(types?: RevokeTokensTypes): Promise<void> {
    check('types', { types }, this.settings, 'revocation');
    await this.#run(() => this.client.revokeTokens());
  }

  /** Renews the tokens before they expire, as `autoRefresh` of Proofkey does. It is so from the start, but for `automaticSilentRenew: false`. */
  startSilentRenew(): void {
    this.#renewal.isOn = true;
    // On a callback page there is nothing to look for yet.
    if (typeof window !== 'undefined' && !isAnswer(location.href)) this.client.checkSession().catch(() => {});
  }

  stopSilentRenew(): void {
    this.#renewal.stop();
  }

  /** Resolves: sign-ins that were given up are forgotten without it, after an hour, or when a tab has more than 16 of them. */
  async clearStaleState(): Promise<void> {}

  /** Makes a call of the client. What it changes is told before it ends, and its errors are those of oidc-client-ts. */
  async #run<T>(call: () => Promise<T>): Promise<T> {
    this.#calls += 1;
    try {
      return await call();
    } catch (error) {
      throw errorFrom(error);
    } finally {
      this.#calls -= 1;
      await this.#told;
    }
  }

  /** Whether there was a refresh token, and new tokens came for it. */
  async #isRefreshed(): Promise<boolean> {
    try {
      await this.client.getAccessToken({ forceRefresh: true });
      return true;
    } catch (error) {
      // Somebody still is signed in, so it was for want of a refresh token.
      const isWithout = (error as ProofkeyError).code === 'login_required' && this.client.isAuthenticated;
      if (isWithout) return false;
      throw error;
    }
  }

  /** Whom a sign-in has ended with: the same object that was told of. */
  async #signedIn(phase: Phase, state: unknown): Promise<User> {
    const user = await this.getUser();
    if (!user) throw new ProofkeyError('login_required', phase, 'Somebody has signed out meanwhile. Sign in again.');
    Object.assign(user, { state });
    // It was not yet, if its tokens were renewed within a second: that changes nothing that a client tells.
    this.#user.announce(user);
    return user;
  }
}

for (const [name, fix] of Object.entries(absentMethods)) {
  Object.defineProperty(UserManager.prototype, name, { value: () => Promise.reject(refusal(name, fix, 'create')) });
}

/** A sign-out that the server was not told of. */
const onlyHere = 'The server has no logout, or its metadata could not be had. Nobody is signed in here any more.';

/** The return from a sign-out of somebody else's. */
const notBegunHere = 'This tab began no such sign-out: the URL was kept, or somebody has led the user here.';

/** Whether a URL has the form of an authorization server's answer. */
const isAnswer = (url: string) => /[?#&/]state=/.test(url) && /[?#&/](code|error)=/.test(url);
