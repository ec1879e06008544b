import { parsed, textOf } from './app-state.js';
import { channelOf, type EndedSession } from './channel.js';
import { checkOptions } from './check-options.js';
import type { Core, Host, SessionView, StartCore } from './core.js';
import { type ErrorCode, errorOf, type Phase, type ProofkeyError, wrapped } from './errors.js';
import { hostOf } from './host.js';
import { type Instance, startInstance } from './instance.js';
import { absolute, type Callback, callbackIn, leave, ownPath, responseParameters, show, without } from './location.js';
import { Snapshots } from './snapshot.js';
import type * as api from './types.js';

const { parse, stringify } = JSON;

/** A client class bound to one way of loading the core. */
export type ClientConstructor = new <Claims extends api.UserClaims>(options: api.ClientOptions) => api.Client<Claims>;

/** A callback that this page took: a second call is answered with the first one's promise. */
interface TakenCallback extends Callback {
  /** What the address bar showed afterwards. */
  readonly cleaned: string;
  outcome?: Promise<api.RedirectResult> | undefined;
  isUnderWay?: boolean;
}

/** Makes the client class of an entry; `loadCore` is memoised, so that a page compiles once. */
export function clientFor(loadCore: () => Promise<StartCore>): ClientConstructor {
  return class Client<Claims extends api.UserClaims> implements api.Client<Claims> {
    readonly #options: api.ClientOptions;
    readonly #host: Host | undefined;
    readonly #snapshots = new Snapshots<Claims>();
    #instance: Promise<Instance> | undefined;
    #callback: TakenCallback | undefined;
    /** Counts sign-ins and sign-outs: what was begun before one belongs to nobody after it. */
    #epoch = 0;
    #token: { forced: boolean; scope: string | undefined; promise: Promise<string> } | undefined;
    #channel: BroadcastChannel | undefined;
    #isDisposed = false;

    constructor(options: api.ClientOptions) {
      checkOptions(options);
      this.#options = { ...options };
      if (typeof window === 'undefined') return;
      this.#host = hostOf(options, this.isRedirectCallback(location.href));
      this.#channel = channelOf(options);
      // Any script of the origin may send here: what has another form is ignored.
      if (this.#channel) this.#channel.onmessage = ({ data }) => void this.#sessionEnded(data ?? {});
      if (options.idTokenSignedResponseAlg === 'HS256') warn();
      // Nobody waits for this; whoever calls ready() or logs in is told what went wrong.
      this.ready().catch(() => {});
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

    subscribe(listener: (snapshot: api.Snapshot<Claims>) => void) {
      return this.#snapshots.subscribe(listener);
    }

    async ready() {
      await this.#call('start', async (core) => {
        // The page that ends a sign-in has its metadata in the transaction.
        if (!this.isRedirectCallback()) await core.run('prepare', '');
      });
    }

    async loginWithRedirect(options: api.LoginOptions = {}) {
      await this.#call('login', async (core) => {
        if (!isSecureContext || !crypto.subtle) throw { code: 'insecure_origin' };
        const { openUrl, appState, returnTo = location.href, ...rest } = options;
        const path = ownPath(returnTo);
        if (path === undefined) throw { code: 'config_error', option: 'returnTo' };
        const { url } = await core.run('login', stringify({ ...rest, returnTo: path, appState: textOf(appState) }));
        await leave(url, openUrl);
      });
    }

    isRedirectCallback(url?: string) {
      if (typeof window === 'undefined') return false;
      const href = url ?? location.href;
      // A component that is mounted twice asks twice; the second time the address bar is clean already.
      const isUnderWay = this.#callback?.isUnderWay && this.#callback.cleaned === href;
      return isUnderWay || callbackIn(href, this.#options.redirectUri) !== undefined;
    }

    handleRedirectCallback(url?: string): Promise<api.RedirectResult> {
      if (!this.#host || this.#isDisposed) return this.#refuse('callback');
      if (parent !== window) return this.#fail('callback_in_frame', 'callback');
      const callback = this.#take(url ?? location.href);
      callback.outcome ??= this.#end(callback);
      return callback.outcome;
    }

    getAccessToken(options: api.AccessTokenOptions = {}): Promise<string> {
      const { forceRefresh: forced = false, scope } = options;
      const running = this.#token;
      if (running && running.scope === scope && (running.forced || !forced)) return running.promise;
      const epoch = this.#epoch;
      const promise = (running?.promise ?? Promise.resolve())
        .catch(() => {})
        .then(() => this.#call('token', (core) => core.run('accessToken', stringify(options))))
        .then(
          (view) => {
            if (epoch !== this.#epoch) return this.#fail('login_required', 'token');
            this.#snapshots.take(view);
            return view.access_token;
          },
          async (error: ProofkeyError) => {
            // A refresh that the server or a check refused has ended the session; a lost connection has not.
            if (!(await this.#host?.readSession())) this.#snapshots.take(undefined);
            throw error;
          },
        )
        .finally(() => {
          if (this.#token?.promise === promise) this.#token = undefined;
        });
      this.#token = { forced, scope, promise };
      return promise;
    }

    async adoptTokens(tokens: api.TokenSet) {
      await this.#signIn('adoption', (core) => {
        const { accessToken, idToken, refreshToken, expiresIn, scope } = tokens ?? {};
        // As a token endpoint would have written them.
        const known = { access_token: accessToken, id_token: idToken, refresh_token: refreshToken };
        return core.run('adopt', stringify({ ...known, expires_in: expiresIn, scope, token_type: 'Bearer' }));
      });
    }

    async getUserInfo(): Promise<Claims> {
      const epoch = this.#epoch;
      // A fresh one; the core takes it from the session.
      await this.getAccessToken();
      const { claims } = await this.#call('userinfo', (core) => core.run('userInfo', ''));
      if (epoch !== this.#epoch) return this.#fail('login_required', 'userinfo');
      return parse(claims);
    }

    async revokeTokens() {
      await this.#signOut('revocation', (core) => core.run('revoke', ''));
    }

    logout({ openUrl, ...options }: api.LogoutOptions = {}) {
      return this.#signOut('logout', async (core) => {
        const { url } = await core.run('logout', stringify(options));
        if (url !== undefined) await leave(url, openUrl);
        return { remote: url !== undefined };
      });
    }

    handleLogoutCallback(url?: string) {
      return this.#call('logout', async (core) => {
        const href = absolute(url ?? location.href);
        if (href === location.href && !this.isRedirectCallback(href)) show(without(['state'], href));
        const { state_matches: stateMatches } = await core.run('handleLogout', href);
        return { stateMatches };
      });
    }

    dispose() {
      this.#isDisposed = true;
      this.#snapshots.dispose();
      this.#channel?.close();
      this.#instance?.then(
        ({ core }) => core.free(),
        () => {},
      );
      this.#instance = undefined;
    }

    /** What `JSON.stringify(client)` shows. */
    toJSON() {
      return { issuer: this.#options.issuer, clientId: this.#options.clientId };
    }

    /** Remembers the callback and cleans the address bar, before anything is awaited. */
    #take(url: string): TakenCallback {
      const href = absolute(url);
      const before = this.#callback;
      const callback = callbackIn(href, this.#options.redirectUri);
      if (before && (callback ? callback.state === before.state : href === before.cleaned)) return before;
      // The core tells what is wrong with it; there is nothing to remember.
      if (!callback) return { href, state: '', cleaned: href };
      // An answer that this tab never asked for may be another library's: the address bar is left to it.
      const cleaned = this.#knows(callback.state) ? without(responseParameters, href) : href;
      if (cleaned !== href && href === location.href) show(cleaned);
      this.#callback = { ...callback, cleaned };
      return this.#callback;
    }

    /** Whether this tab began, or has ended, the sign-in of that state. */
    #knows(state: string) {
      try {
        return sessionStorage.getItem(this.#host?.transactionPrefix + state) !== null;
      } catch {
        return false;
      }
    }

    async #end(callback: TakenCallback): Promise<api.RedirectResult> {
      callback.isUnderWay = true;
      try {
        const view = await this.#signIn('callback', (core) => core.run('handleCallback', callback.href));
        return {
          appState: parsed(view.appState),
          // Checked again: sessionStorage is no place to believe.
          returnTo: ownPath(view.returnTo) ?? '/',
        };
      } catch (error) {
        // The core never saw the URL: the same call may be made again.
        if ((error as ProofkeyError).code === 'core_load_failed') callback.outcome = undefined;
        throw error;
      } finally {
        callback.isUnderWay = false;
      }
    }

    /** What `use` gives is the session from now on, unless somebody signed in or out meanwhile. */
    async #signIn<View extends SessionView>(phase: Phase, use: (core: Core) => Promise<View>): Promise<View> {
      const epoch = this.#epoch;
      const view = await this.#call(phase, use);
      if (epoch !== this.#epoch) {
        await this.#host?.removeSession();
        return this.#fail('login_required', phase);
      }
      this.#epoch += 1;
      this.#snapshots.take(view);
      return view;
    }

    /** Whatever happens in `use`, nobody is signed in here any more. */
    async #signOut<T>(phase: Phase, use: (core: Core) => Promise<T>): Promise<T> {
      this.#epoch += 1;
      this.#snapshots.take(undefined);
      try {
        return await this.#call(phase, use);
      } catch (error) {
        // The core may not have come as far as the session.
        await this.#host?.removeSession();
        throw error;
      }
    }

    /** The server ended a session; if it is this one, it is forgotten here as well. */
    async #sessionEnded({ iss, sid }: EndedSession) {
      const { claims } = this.#snapshots.now;
      if (!sid || claims?.iss !== iss || claims.sid !== sid) return;
      this.#epoch += 1;
      this.#snapshots.take(undefined);
      await this.#host?.removeSession();
    }

    /** Runs one call of the core; whatever goes wrong below leaves as a ProofkeyError. */
    async #call<T>(phase: Phase, use: (core: Core) => Promise<T>): Promise<T> {
      if (!this.#host || this.#isDisposed) return this.#refuse(phase);
      try {
        this.#instance ??= startInstance(loadCore, this.#options, this.#host, () => {
          this.#instance = undefined;
        });
        const { core, settled } = await this.#instance;
        if (this.#isDisposed) throw { code: 'client_disposed' };
        return await settled(use(core));
      } catch (reason) {
        throw await wrapped(reason, phase);
      }
    }

    #refuse(phase: Phase): Promise<never> {
      return this.#fail(this.#isDisposed ? 'client_disposed' : 'not_in_browser', phase);
    }

    async #fail(code: ErrorCode, phase: Phase): Promise<never> {
      throw await errorOf(code, phase);
    }
  };
}

/** Once for each client: what it does without, and how that is to be changed. */
function warn() {
  import('./hints.js').then(
    ({ unverified }) => console.warn(unverified),
    () => {},
  );
}
