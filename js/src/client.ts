import { Callbacks, type TakenCallback } from './callbacks.js';
import { nameOf } from './channel.js';
import { checkOptions } from './check-options.js';
import { discoveryOf } from './discovery.js';
import {
  type ErrorCode,
  type ErrorDetails,
  errorNow,
  errorOf,
  loaded,
  type Phase,
  type ProofkeyError,
} from './errors.js';
import type { Asked } from './fetch/resource-access.js';
import type { Made, Page } from './page/page.js';
import { Snapshots } from './snapshot.js';
import type * as api from './types.js';
import { openPopup } from './window/open.js';

/** A client class bound to one way of loading the core. */
export type ClientConstructor = new <Claims extends api.UserClaims>(options: api.ClientOptions) => api.Client<Claims>;

/** Loads the core, and what a client does with it. */
export type LoadPage = <Claims extends api.UserClaims>(made: Made<Claims>) => Promise<Page<Claims>>;

/** What a callback can fail with before the core is shown its URL. */
const unseen: readonly ErrorCode[] = ['core_load_failed', 'client_disposed'];

/** Makes the client class of an entry. Here is what must happen before the core is there; the rest is the page's. */
export function clientFor(loadPage: LoadPage): ClientConstructor {
  return class Client<Claims extends api.UserClaims> implements api.Client<Claims> {
    readonly #snapshots = new Snapshots<Claims>();
    readonly #callbacks: Callbacks;
    readonly #options: api.ClientOptions;
    /** There is none where there is no browser, nor any more once the client was disposed of. */
    #made: Made<Claims> | undefined;
    #page: Promise<Page<Claims>> | undefined;
    /** The same, once it is there: for what is not to wait. */
    #loaded: Page<Claims> | undefined;
    readonly #disposal = new AbortController();

    constructor(given: api.ClientOptions) {
      checkOptions(given);
      const options = { ...given };
      this.#options = options;
      this.#callbacks = new Callbacks(options, nameOf(options));
      if (typeof window === 'undefined') return;
      const { fetch = globalThis.fetch } = options;
      const discovery = discoveryOf(options, fetch);
      const { signal: disposal } = this.#disposal;
      this.#made = { options, fetch, discovery, snapshots: this.#snapshots, disposal, steps: [] };
      // The page that ends a sign-in has its metadata in the transaction.
      const isCallback = this.isRedirectCallback();
      if (isCallback) connectTo(options.issuer);
      else if (options.discovery !== false) discovery.begin();
      // Nobody waits for this; whoever calls ready() or logs in is told what went wrong.
      this.#on('start', (page) => page.ready(!isCallback)).catch(() => {});
    }

    get isAuthenticated() {
      return this.#snapshots.now.isAuthenticated;
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
      return this.#on('start', (page) => page.ready(true));
    }

    checkSession() {
      return this.#on('token', (page) => page.checkSession());
    }

    loginWithRedirect(options: api.LoginOptions = {}) {
      // Where the user is now, not when the core has come.
      return this.#on('login', (page) => page.login({ returnTo: location.href, ...options }));
    }

    async loginWithPopup(options: api.PopupOptions = {}) {
      const made = this.#made;
      if (!made) return this.#refuse('login');
      const page = this.#loaded;
      // Before anything is awaited: it is the user's gesture that lets a page open a window.
      const opened = openPopup(options, (request) => page?.now('login', (core) => core.now('window', request)));
      const { loginWithPopup } = await loaded('login', import('./window/popup.js')).catch((error) => {
        opened.popup?.close();
        throw error;
      });
      await loginWithPopup(made, options, opened, (use) => this.#on('login', use));
    }

    authorizationUrl(options: api.AuthorizationUrlOptions = {}) {
      if (!this.#loaded) throw errorNow(this.#refusal, 'login');
      return this.#loaded.authorizationUrl(options);
    }

    isRedirectCallback(url?: string) {
      return typeof window !== 'undefined' && this.#callbacks.isOne(url ?? location.href);
    }

    handleRedirectCallback(url?: string): Promise<api.RedirectResult> {
      if (!this.#made) return this.#refuse('callback');
      if (parent !== window) return this.#refuseFrame(url ?? location.href);
      const callback = this.#callbacks.take(url ?? location.href);
      callback.outcome ??= this.#end(callback);
      return callback.owner === this ? callback.outcome : this.#join(callback, callback.outcome);
    }

    loginSilently(options: api.SilentOptions = {}) {
      return this.#on('login', (page, epoch) => page.loginSilently(options, epoch));
    }

    monitorSession(options: api.MonitorOptions = {}) {
      const stop = new AbortController();
      this.#on('monitoring', (page) => page.monitorSession(options, stop.signal)).catch(
        options.onError ?? console.warn,
      );
      return () => stop.abort();
    }

    getAccessToken(options?: api.AccessTokenOptions) {
      return (
        this.#loaded?.session.freshToken(options) ??
        this.#on('token', ({ session }, epoch) => session.getAccessToken(options ?? {}, epoch))
      );
    }

    adoptTokens(tokens: api.TokenSet) {
      return this.#on('adoption', (page, epoch) => page.adoptTokens(tokens, epoch));
    }

    getUserInfo() {
      return this.#on('userinfo', (page, epoch) => page.getUserInfo(epoch));
    }

    fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
      let asked: Asked;
      try {
        // At once, as the browser's own does: whoever calls may change what was given, or use its body, afterwards.
        asked = { request: new Request(input, init), isStreamed: init?.body instanceof ReadableStream };
      } catch (cause) {
        return this.#made ? this.#fail('config_error', 'fetch', { option: 'input' }, cause) : this.#refuse('fetch');
      }
      return this.#on('fetch', (page, epoch) => page.authorisedFetch(asked, epoch));
    }

    revokeTokens() {
      this.#snapshots.forget(false);
      return this.#on('revocation', (page) => page.revokeTokens());
    }

    logout(options: api.LogoutOptions = {}) {
      this.#snapshots.forget(false);
      return this.#on('logout', (page) => page.logout(options));
    }

    handleLogoutCallback(url?: string) {
      return this.#on('logout', (page) => {
        const href = url ?? location.href;
        return page.handleLogoutCallback(href, this.isRedirectCallback(href));
      });
    }

    async diagnose(): Promise<api.Diagnosis> {
      if (!this.#made) return this.#refuse('diagnosis');
      const { diagnose } = await loaded('diagnosis', import('./diagnosis/diagnose.js'));
      return diagnose(this.#made, () => this.ready());
    }

    dispose() {
      this.#disposal.abort();
      this.#made = undefined;
      this.#loaded = undefined;
      this.#snapshots.dispose();
      this.#page?.then(
        (page) => page.dispose(),
        () => {},
      );
    }

    /** What `JSON.stringify(client)` shows. */
    toJSON() {
      return { issuer: this.#options.issuer, clientId: this.#options.clientId };
    }

    async #end(callback: TakenCallback): Promise<api.RedirectResult> {
      callback.isUnderWay = true;
      callback.owner = this;
      const isOurs = this.#callbacks.knows(callback.state);
      try {
        // The page of a popup looks like any other.
        const isHere = isOurs || callback.href !== location.href;
        if (!isHere && (await isHandedOver(callback.href))) return await this.#fail('callback_handed_over', 'callback');
        return await this.#on('callback', (page, epoch) => page.handleCallback(callback, isOurs, epoch));
      } catch (error) {
        // The core never saw the URL: the same call may be made again.
        if (unseen.includes((error as ProofkeyError).code)) callback.outcome = undefined;
        throw error;
      } finally {
        callback.isUnderWay = false;
      }
    }

    /** Another client of this page, with the same options, ends it: the session is this one's, too. */
    async #join(callback: TakenCallback, outcome: Promise<api.RedirectResult>): Promise<api.RedirectResult> {
      try {
        const result = await outcome;
        await this.checkSession();
        return result;
      } catch (error) {
        // It was disposed of before it came to that.
        if ((error as ProofkeyError).code === 'client_disposed') return this.handleRedirectCallback(callback.href);
        throw error;
      }
    }

    /** Calls the page, once it is there, with the epoch of this moment. */
    async #on<T>(phase: Phase, use: (page: Page<Claims>, epoch: number) => Promise<T>): Promise<T> {
      if (!this.#made) return this.#refuse(phase);
      const { epoch } = this.#snapshots;
      // In the order of the calls: one that may not wait comes after what was called before it.
      if (this.#loaded) return use(this.#loaded, epoch);
      this.#page ??= loadPage(this.#made);
      const page = await loaded(phase, this.#page).catch((error) => {
        // Forgotten, so that the next call tries again.
        this.#page = undefined;
        throw error;
      });
      if (!this.#made) return this.#refuse(phase);
      this.#loaded = page;
      return use(page, epoch);
    }

    /** Why there is no page to call. */
    get #refusal(): ErrorCode {
      if (this.#disposal.signal.aborted) return 'client_disposed';
      return this.#made ? 'not_ready' : 'not_in_browser';
    }

    async #refuseFrame(href: string): Promise<never> {
      return this.#fail((await isHandedOver(href)) ? 'callback_handed_over' : 'callback_in_frame', 'callback');
    }

    #refuse(phase: Phase): Promise<never> {
      return this.#fail(this.#refusal, phase);
    }

    async #fail(code: ErrorCode, phase: Phase, details?: ErrorDetails, cause?: unknown): Promise<never> {
      throw await errorOf(code, phase, details, cause);
    }
  };
}

/** The first request of a callback waits for the core, which needs time to come: the connection for it does not. */
function connectTo(issuer: string) {
  // The requests carry no cookies, and browsers keep such connections apart: anonymous is what an empty `crossOrigin` means.
  const link = Object.assign(document.createElement('link'), { rel: 'preconnect', href: issuer, crossOrigin: '' });
  document.head.append(link);
  link.remove();
}

/** Whether another page of the app waited for that response, of a popup or a hidden frame, and took it. */
const isHandedOver = (href: string) =>
  import('./window/relay.js').then(
    ({ relayResponse }) => relayResponse(href),
    () => false,
  );
