import { holdStart } from '../src/binding.js';
import type { ErrorCode, ErrorDetails, ProofkeyError } from '../src/errors.js';
import { snapshotOf } from '../src/page/page.js';
import { Snapshots } from '../src/snapshot.js';
import type * as api from '../src/types.js';
import { type Call, type FakeCalls, noCalls, phases } from './calls.js';
import { fakeError } from './fake-error.js';
import { type FakeState, reasonOf, viewOf } from './fake-state.js';

/** The options of {@link createFakeClient}. */
export interface FakeOptions<Claims extends api.UserClaims = api.UserClaims> extends FakeState<Claims> {
  /**
   * Makes the page the callback of a sign-in that ends with this, or with {@link FakeState.error}. {@link FakeState.user} is signed in
   * by it, and nobody before. Default: the page is no callback.
   */
  redirectResult?: api.RedirectResult;
  /** Answers what the app asks with `fetch` while somebody is signed in. Default: an empty 204. */
  fetch?: typeof globalThis.fetch;
}

/**
 * A client without a server. Calls are recorded and nothing is navigated: `loginWithRedirect`, `loginWithPopup` and `adoptTokens` sign nobody in, which
 * is for {@link FakeClient.set} to do. It can stand wherever a real client does, also before the components of React and Vue.
 */
export interface FakeClient<Claims extends api.UserClaims = api.UserClaims> extends api.Client<Claims> {
  /** What the app has called. */
  readonly calls: FakeCalls<Claims>;
  /**
   * Changes the state, and tells who has subscribed. What is left out stays as it is; `user: undefined` signs out.
   *
   * @param change - What listeners are told. Default: what a real client would say of such a change.
   * @throws TypeError for `isLoading` and `error` after the start has ended: no real client begins to load again.
   */
  set(state: FakeState<Claims>, change?: Partial<api.Change>): void;
  /** Makes the next call of that name reject with the error of that code; if said twice, the next two. */
  failNext(call: Call, code: ErrorCode, details?: ErrorDetails): void;
}

/** Creates a client whose state is what you say: `createFakeClient({ user: { sub: '1', name: 'Alice' } })`. Default: nobody is signed in. */
export function createFakeClient<Claims extends api.UserClaims = api.UserClaims>(
  options: FakeOptions<Claims> = {},
): FakeClient<Claims> {
  return new Fake<Claims>(options);
}

class Fake<Claims extends api.UserClaims> implements FakeClient<Claims> {
  // The real one's: what listeners hear, and when a snapshot is the same object, is no copy that could go its own way.
  readonly #snapshots = new Snapshots<Claims>();
  readonly #calls = noCalls();
  readonly #failures: { call: Call; error: ProofkeyError }[] = [];
  readonly #createdAt = Math.floor(Date.now() / 1000);
  #state: FakeState<Claims>;
  #redirectResult: api.RedirectResult | undefined;
  readonly #fetch: typeof globalThis.fetch;
  #isDisposed = false;
  readonly #started: Promise<void>;
  #hasStarted = false;
  #endStart: (error?: ProofkeyError) => void = () => {};

  constructor({
    redirectResult,
    fetch = async () => new Response(null, { status: 204 }),
    ...state
  }: FakeOptions<Claims>) {
    this.#state = state;
    this.#fetch = fetch;
    this.#redirectResult = redirectResult;
    // A callback is ended by the binding itself, since that calls the app's onRedirectCallback.
    const endBinding = redirectResult ? () => {} : holdStart(this);
    this.#started = new Promise((resolve) => {
      this.#endStart = (error) => {
        endBinding(error);
        resolve();
      };
    });
    this.#show();
  }

  get calls() {
    return this.#calls as unknown as FakeCalls<Claims>;
  }

  get isAuthenticated() {
    return this.#snapshots.now.isAuthenticated;
  }

  set(state: FakeState<Claims>, change?: Partial<api.Change>) {
    if (this.#hasStarted && (state.isLoading || state.error)) {
      throw new TypeError('isLoading and error belong to the start, which has ended: create another client for them');
    }
    this.#state = { ...this.#state, ...state };
    this.#show(change);
  }

  failNext(call: Call, code: ErrorCode, details?: ErrorDetails) {
    this.#failures.push({ call, error: fakeError(code, details, phases[call]) });
  }

  getSnapshot() {
    return this.#snapshots.now;
  }

  getUser() {
    return this.#snapshots.now.user;
  }

  getIdTokenClaims() {
    return this.#snapshots.now.claims;
  }

  subscribe(listener: api.Listener<Claims>) {
    return this.#snapshots.subscribe(listener);
  }

  ready() {
    return this.#run('ready', undefined, () => {});
  }

  loginWithRedirect(options?: api.LoginOptions) {
    return this.#run('loginWithRedirect', options, () => {});
  }

  authorizationUrl(options?: api.AuthorizationUrlOptions) {
    this.#begin('authorizationUrl', options);
    return 'https://fake.example/authorize';
  }

  loginWithPopup(options?: api.PopupOptions) {
    return this.#run('loginWithPopup', options, () => {});
  }

  loginSilently(options?: api.SilentOptions) {
    return this.#run('loginSilently', options, () => {});
  }

  monitorSession() {
    return () => {};
  }

  isRedirectCallback() {
    return this.#redirectResult !== undefined;
  }

  handleRedirectCallback(url?: string) {
    return this.#run('handleRedirectCallback', url, async () => {
      await this.#started;
      const result = this.#redirectResult;
      this.#redirectResult = undefined;
      if (this.#state.error) throw this.#state.error;
      if (!result) throw fakeError('state_not_found', {}, 'callback');
      this.#show();
      return result;
    });
  }

  checkSession() {
    return this.#run('checkSession', undefined, async () => {
      await this.#started;
      if (this.#state.error) throw this.#state.error;
      return this.isAuthenticated;
    });
  }

  getAccessToken(options?: api.AccessTokenOptions) {
    return this.#run('getAccessToken', options, () => {
      if (!this.isAuthenticated) throw fakeError('login_required');
      if (this.getSnapshot().isStale) throw fakeError('network_error');
      return this.#state.accessToken ?? 'fake-access-token';
    });
  }

  adoptTokens(tokens: api.TokenSet) {
    return this.#run('adoptTokens', tokens, () => {});
  }

  getUserInfo() {
    return this.#run('getUserInfo', undefined, () => {
      const user = this.getUser();
      if (!user) throw fakeError('login_required', {}, 'userinfo');
      return user;
    });
  }

  fetch(input: RequestInfo | URL, init?: RequestInit) {
    return this.#run('fetch', input, () => {
      if (!this.isAuthenticated) throw fakeError('login_required', {}, 'fetch');
      return this.#fetch.call(globalThis, input, init);
    });
  }

  logout(options?: api.LogoutOptions) {
    this.#forget();
    return this.#run('logout', options, () => ({ remote: true }));
  }

  handleLogoutCallback(url?: string) {
    return this.#run('handleLogoutCallback', url, () => ({ stateMatches: true }));
  }

  revokeTokens() {
    this.#forget();
    return this.#run('revokeTokens', undefined, () => {});
  }

  diagnose() {
    return this.#run('diagnose', undefined, () => ({
      findings: [],
      steps: [],
      toString: () => 'Nothing was looked at.',
    }));
  }

  dispose() {
    this.#isDisposed = true;
    this.#snapshots.dispose();
  }

  toJSON() {
    return { issuer: 'https://op.example', clientId: 'fake-client' };
  }

  /** Shows the state, as far as the start has come. */
  #show(change?: Partial<api.Change>) {
    const { isLoading, error } = this.#state;
    if (isLoading) return;
    if (!this.#redirectResult) {
      const reason = reasonOf(this.getSnapshot(), this.#state);
      const view = viewOf(this.#state, this.#createdAt);
      const news = { reason, remote: false, ...change };
      this.#snapshots.take(view && snapshotOf(view, news.reason), news, change !== undefined);
    }
    if (this.#hasStarted) return;
    this.#hasStarted = true;
    this.#endStart(error);
  }

  /** At once, and whatever becomes of the call: as a real client does. */
  #forget() {
    this.#state = { ...this.#state, user: undefined, isStale: false };
    this.#snapshots.forget(false);
  }

  async #run<T>(call: Call, given: unknown, act: () => T | Promise<T>): Promise<T> {
    this.#begin(call, given);
    return act();
  }

  #begin(call: Call, given: unknown) {
    this.#calls[call].push(given);
    if (this.#isDisposed) throw fakeError('client_disposed', {}, phases[call]);
    const at = this.#failures.findIndex((failure) => failure.call === call);
    const [failure] = at < 0 ? [] : this.#failures.splice(at, 1);
    if (failure) throw failure.error;
  }
}
