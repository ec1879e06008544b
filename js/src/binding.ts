// What a framework's binding stands on; there is no framework in it, and of the client nothing but its public interface.
import { nameOf } from './channel.js';
import type { ProofkeyError } from './errors.js';
import { show } from './location.js';
import { signedOut } from './snapshot.js';
import type { AuthorizationUrlOptions, Client, RedirectResult, Snapshot, UserClaims } from './types.js';

/** The state of a client, and what became of the start of the app. The same object is given until something changes. */
export interface BindingState<Claims extends UserClaims = UserClaims> extends Snapshot<Claims> {
  /** Whether it is not known yet if a user is signed in: a sign-in is being ended, or the store looked into. On a server: always. */
  readonly isLoading: boolean;
  /**
   * Why the sign-in that this page was to end has failed, with its `appState` and `returnTo`, or that the core could not be loaded.
   * It stays until somebody is signed in. Calls reject to their callers alone, and a session that expires is no error.
   */
  readonly error: ProofkeyError | undefined;
}

/** The calls of a client that components make. Each can be taken out of its object, and is the same for one client. */
export type Calls<Claims extends UserClaims = UserClaims> = Pick<
  Client<Claims>,
  'loginWithRedirect' | 'loginWithPopup' | 'logout' | 'getAccessToken' | 'fetch' | 'getUserInfo' | 'revokeTokens'
>;

/** Takes the user to where the sign-in began, by the app's router. What it gives back is not waited for. */
export type OnRedirectCallback = (result: RedirectResult) => unknown;

/** What an app says of the start of its bindings. */
export interface StartOptions {
  /**
   * Takes the user to where the sign-in began, by the app's router. Default: the address bar shows the place, and routers hear of it
   * by `popstate`.
   */
  readonly onRedirectCallback?: OnRedirectCallback | undefined;
  /**
   * Whether to begin a sign-in of this tab's own where a callback ends in `state_not_found` and nobody is signed in: a sign-in link that was
   * opened in a new tab comes back there, without what the first tab remembers, and the server knows the user by then. Once in each
   * tab. Options of that sign-in may be given; its `returnTo` is `/` by default. Default: false, the error is shown.
   */
  readonly signInOnUnknownState?: boolean | AuthorizationUrlOptions | undefined;
}

/** One client, as the components of a page share it. */
export interface Binding<Claims extends UserClaims = UserClaims> {
  readonly client: Client<Claims>;
  readonly calls: Calls<Claims>;
  // Functions that need no `this`: React's `useSyncExternalStore` takes these three as they are.
  readonly getSnapshot: () => BindingState<Claims>;
  /** What a server renders, and a browser at first when it takes over what a server has rendered. */
  readonly getServerSnapshot: () => BindingState<Claims>;
  readonly subscribe: (listener: () => void) => () => void;
  /**
   * Ends a sign-in if the page is a callback, otherwise looks for a session; once, however often it is called. Gives what the
   * callback gave. Never rejects: what goes wrong is in the state.
   *
   * @param options The last ones that were given hold; a component that is gone no longer has a router.
   */
  start(options?: StartOptions): Promise<RedirectResult | undefined>;
  /** Takes the user to that place, as after a callback. */
  navigate(result: RedirectResult): void;
}

/** By client: a provider may be mounted twice (StrictMode, two roots) and again (hot reload), and the page's callback is one. */
const bindings = new WeakMap<object, Binding<never>>();

/** The binding of a client. On a server it keeps nothing and listens to nothing. */
export function bindingOf<Claims extends UserClaims>(client: Client<Claims>): Binding<Claims> {
  const known = bindings.get(client) as Binding<Claims> | undefined;
  const binding = known ?? new ClientBinding(client);
  bindings.set(client, binding as Binding<never>);
  return binding;
}

/** Holds the start of a client back, until the function that this gives ends it: for `proofkey/testing`, whose client starts nothing. */
export function holdStart<Claims extends UserClaims>(client: Client<Claims>): (error?: ProofkeyError) => void {
  return (bindingOf(client) as ClientBinding<Claims>).hold();
}

const onServer: BindingState<never> = Object.freeze({ ...signedOut, isLoading: true, error: undefined });

class ClientBinding<Claims extends UserClaims> implements Binding<Claims> {
  readonly calls: Calls<Claims>;
  readonly #listeners = new Set<() => void>();
  #state: BindingState<Claims>;
  /** What the state was made of. */
  #snapshot: Snapshot<Claims>;
  #options: StartOptions = {};
  #started: Promise<RedirectResult | undefined> | undefined;
  #unsubscribe = () => {};

  constructor(readonly client: Client<Claims>) {
    this.calls = {
      loginWithRedirect: (options) => client.loginWithRedirect(unlessEvent(options)),
      // In the task of the click, or the browser blocks the window.
      loginWithPopup: (options) => client.loginWithPopup(unlessEvent(options)),
      logout: (options) => client.logout(unlessEvent(options)),
      getAccessToken: (options) => client.getAccessToken(options),
      fetch: (input, init) => client.fetch(input, init),
      getUserInfo: () => client.getUserInfo(),
      revokeTokens: () => client.revokeTokens(),
    };
    this.#snapshot = client.getSnapshot();
    // An app that has looked for itself does not wait a second time.
    const isLoading = client.isRedirectCallback() || !client.isAuthenticated;
    this.#state = stateOf(this.#snapshot, isLoading, undefined);
  }

  readonly getSnapshot = () => {
    const snapshot = this.client.getSnapshot();
    // Not before the start has ended: who is signed in and that it is known are one change, so no guard acts in between.
    if (!this.#state.isLoading && snapshot !== this.#snapshot) {
      this.#snapshot = snapshot;
      this.#state = stateOf(snapshot, false, snapshot.isAuthenticated ? undefined : this.#state.error);
    }
    return this.#state;
  };

  readonly getServerSnapshot = (): BindingState<Claims> => onServer;

  readonly subscribe = (listener: () => void) => {
    // The client is listened to for as long as somebody listens here: it refreshes by itself for no longer than that.
    if (this.#listeners.size === 0) this.#unsubscribe = this.client.subscribe(() => this.#tell());
    // A function of its own, so that a listener that is given twice is called until both have ended.
    const own = () => listener();
    this.#listeners.add(own);
    return () => {
      if (this.#listeners.delete(own) && this.#listeners.size === 0) this.#unsubscribe();
    };
  };

  start(options?: StartOptions) {
    if (options) this.#options = options;
    if (typeof window === 'undefined') return Promise.resolve(undefined);
    this.#started ??= this.#start();
    return this.#started;
  }

  navigate(result: RedirectResult) {
    const { onRedirectCallback = showPlace } = this.#options;
    try {
      onRedirectCallback(result);
    } catch (error) {
      // The app's mistake is reported as its own; the user is signed in all the same.
      reportError(error);
    }
  }

  async #start(): Promise<RedirectResult | undefined> {
    let result: RedirectResult | undefined;
    let error: ProofkeyError | undefined;
    try {
      if (this.client.isRedirectCallback()) result = await this.client.handleRedirectCallback();
      else if (!this.client.isAuthenticated) await this.client.checkSession();
    } catch (reason) {
      error = reason as ProofkeyError;
      // A sign-in that failed has not ended the session that was there before.
      if (error.phase === 'callback') await this.client.checkSession().catch(() => {});
      if (error.code === 'state_not_found' && !this.client.isAuthenticated) error = await this.#signInInstead(error);
    }
    // First, so that the page of the callback is not shown to a user who is signed in. A router that waits for this start would
    // wait for ever if its answer were awaited.
    if (result) this.navigate(result);
    this.#end(error);
    return result;
  }

  /** Gives why the user is not on the way to the login page, or is back from there. */
  async #signInInstead(error: ProofkeyError): Promise<ProofkeyError> {
    const { signInOnUnknownState: options } = this.#options;
    if (!options || !isFirst(`${nameOf(this.client.toJSON())}:instead`)) return error;
    try {
      // Not the place that this page shows, which is the callback's.
      await this.client.loginWithRedirect({ returnTo: '/', ...(options === true ? {} : options) });
    } catch (reason) {
      return reason as ProofkeyError;
    }
    await restored();
    return error;
  }

  hold() {
    let resolve = () => {};
    this.#started = new Promise((ended) => {
      resolve = () => ended(undefined);
    });
    return (error?: ProofkeyError) => {
      this.#end(error);
      resolve();
    };
  }

  #end(error: ProofkeyError | undefined) {
    this.#snapshot = this.client.getSnapshot();
    this.#state = stateOf(this.#snapshot, false, error);
    this.#tell();
  }

  #tell() {
    for (const listener of [...this.#listeners]) listener();
  }
}

function stateOf<Claims extends UserClaims>(
  snapshot: Snapshot<Claims>,
  isLoading: boolean,
  error: ProofkeyError | undefined,
): BindingState<Claims> {
  return Object.freeze({ ...snapshot, isLoading, error });
}

/** Whether this tab has not done it before. Not known: then it is not done, since it might go round for ever. */
function isFirst(key: string): boolean {
  try {
    if (sessionStorage.getItem(key) !== null) return false;
    sessionStorage.setItem(key, 'done');
    return true;
  } catch {
    return false;
  }
}

/** The page is being left. This goes on when the browser has kept it, and the user is back in it. */
export function restored() {
  return new Promise<void>((resolve) => {
    addEventListener('pageshow', ({ persisted }) => persisted && resolve());
  });
}

/** A button's handler is handed an event: `onClick={logout}`, `@click="logout"`. */
function unlessEvent<Options extends object>(options: Options | undefined): Options | undefined {
  return options && 'target' in options ? undefined : options;
}

/** The place of the sign-in stays in the history once; the router's own state with it, by which it knows the entry. */
function showPlace({ returnTo }: RedirectResult) {
  show(returnTo);
  dispatchEvent(new PopStateEvent('popstate', { state: history.state }));
}
