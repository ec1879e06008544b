// What a client does once its core is there: loaded with the core, since nothing of it is needed before.
import { parsed } from '../app-state.js';
import type { TakenCallback } from '../callbacks.js';
import { nameOf } from '../channel.js';
import type { Core, StartCore } from '../core.js';
import type { Step } from '../diagnosis/options.js';
import type { Discovery } from '../discovery.js';
import {
  type ErrorCode,
  type ErrorDetails,
  errorOf,
  loaded,
  type Phase,
  type ProofkeyError,
  wrapped,
  wrappedNow,
} from '../errors.js';
import type { Asked, ResourceAccess } from '../fetch/resource-access.js';
import { parse, stringify } from '../json.js';
import { absolute, ownPath, show, without } from '../location.js';
import type { Snapshots } from '../snapshot.js';
import type * as api from '../types.js';
import { hostOf } from './host.js';
import { type Instance, startInstance } from './instance.js';
import { linksOf } from './links.js';
import { once } from './once.js';
import { redirectLoop } from './redirect-loop.js';
import { Session } from './session.js';
import { begin } from './steps.js';

export { snapshotOf } from './signed-in.js';

/** What the client has made before. */
export interface Made<Claims extends api.UserClaims> {
  readonly options: api.ClientOptions;
  readonly fetch: typeof globalThis.fetch;
  readonly discovery: Discovery;
  readonly snapshots: Snapshots<Claims>;
  /** Aborted by `dispose()`. */
  readonly disposal: AbortSignal;
  /** What was done, for {@link api.Client.diagnose}. */
  readonly steps: Step[];
}

/** One client in its page. Every promise rejects with a ProofkeyError alone. */
export class Page<Claims extends api.UserClaims> {
  // What a feature that is loaded by itself works with.
  readonly name: string;
  declare readonly options: api.ClientOptions;
  declare readonly fetch: typeof globalThis.fetch;
  declare readonly snapshots: Snapshots<Claims>;
  declare readonly disposal: AbortSignal;
  declare readonly steps: Step[];
  readonly session: Session<Claims>;
  readonly #loop: ReturnType<typeof redirectLoop>;
  readonly #start: () => Promise<Instance>;
  readonly #links: ReturnType<typeof linksOf>;
  #instance: Promise<Instance> | undefined;
  /** The same, once it is there: for what is not to wait. */
  #started: Instance | undefined;
  #resources: ResourceAccess<Claims> | undefined;

  constructor(made: Made<Claims>, loadCore: () => Promise<StartCore>) {
    Object.assign(this, made);
    const { options, fetch, discovery, snapshots, steps, disposal } = made;
    this.name = nameOf(options);
    this.#loop = redirectLoop(this.name);
    this.#links = linksOf(this.name, disposal, () => void this.#warn('storage_unavailable'));
    const host = hostOf(
      options,
      fetch,
      discovery,
      steps,
      (expected, received) => void this.#warn('storage_degraded', { expected, received }),
    );
    this.session = new Session(options, snapshots, host, disposal, (phase, use) => this.call(phase, use));
    if (options.idTokenSignedResponseAlg === 'HS256') warnOfHs256();
    this.#start = () =>
      startInstance(loadCore, options, host, () => {
        this.#instance = undefined;
        this.#started = undefined;
      });
  }

  /** Starts the core, and asks for what a login needs. */
  async ready(prepares: boolean) {
    await this.call('start', async (core) => {
      if (prepares) await core.run('metadata', '');
    });
  }

  /** The server's metadata, checked, and fetched if they were not yet. */
  metadata(): Promise<api.ServerMetadata> {
    return this.call('start', (core) => core.run('metadata', ''));
  }

  async login(options: api.LoginOptions) {
    await this.call('login', async (core) => {
      const { openUrl, ...request } = options;
      const input = inputOf(request);
      this.#loop.check();
      const { url } = await core.run('login', input);
      await leave(url, openUrl);
    });
  }

  /** A login's URL, without a promise; for a link, whose transaction waits until the user follows it. */
  authorizationUrl(options: api.AuthorizationUrlOptions): string {
    return this.now('login', (core) => {
      const { url, state, transaction } = core.now('link', inputOf({ returnTo: location.href, ...options }));
      this.#links.add(state, transaction, options.returnTo === undefined);
      return url;
    });
  }

  /** @param isOurs whether this tab began the sign-in, or has ended it */
  async handleCallback(callback: TakenCallback, isOurs: boolean, epoch: number): Promise<api.RedirectResult> {
    try {
      const end = (asFirst: () => void) =>
        this.session.signIn('callback', epoch, (core) => {
          asFirst();
          return core.run('handleCallback', callback.href);
        });
      const view = await (isOurs ? once(this.name, callback.state, end) : end(() => {}));
      this.#loop.note();
      // Checked again: sessionStorage is no place to believe.
      return { appState: parsed(view.appState), returnTo: ownPath(view.returnTo) ?? '/' };
    } catch (error) {
      const isUsed = (error as ProofkeyError).code === 'transaction_used';
      // A reload, or Back: what this URL was for is done, if its session lives.
      if (isUsed && (await this.checkSession())) return { appState: undefined, returnTo: '/' };
      if (!isUsed) this.#loop.note();
      throw error;
    }
  }

  async loginSilently(options: api.SilentOptions, epoch: number) {
    const { loginSilently } = await loaded('login', import('../window/silent.js'));
    await loginSilently(this, options, epoch);
  }

  async monitorSession(options: api.MonitorOptions, signal: AbortSignal) {
    const { monitorSession } = await loaded('monitoring', import('../window/session-monitor.js'));
    await monitorSession(this, options, signal);
  }

  async checkSession(): Promise<boolean> {
    try {
      if (await this.session.isNone()) return false;
      await this.session.getAccessToken({});
    } catch (error) {
      const { code } = error as ProofkeyError;
      if (code === 'core_load_failed' || code === 'client_disposed') throw error;
    }
    return this.session.isAuthenticated;
  }

  async adoptTokens(tokens: api.TokenSet, epoch: number) {
    const { adoptTokens } = await loaded('adoption', import('./adoption.js'));
    await adoptTokens(this, tokens, epoch);
  }

  getUserInfo(epoch: number): Promise<Claims> {
    return this.session.forOneUser('userinfo', epoch, async () => {
      // A fresh one; the core takes it from the session.
      await this.session.getAccessToken({}, epoch);
      const { claims } = await this.call('userinfo', (core) => core.run('userInfo', ''));
      return parse(claims);
    });
  }

  async authorisedFetch(asked: Asked, epoch: number): Promise<Response> {
    const { ResourceAccess } = await loaded('fetch', import('../fetch/resource-access.js'));
    this.#resources ??= new ResourceAccess(this);
    return this.#resources.fetch(asked, epoch);
  }

  async revokeTokens() {
    await this.#signOut('revocation', (core) => core.run('revoke', ''));
  }

  logout({ openUrl, ...options }: api.LogoutOptions): Promise<api.LogoutResult> {
    this.#loop.clear();
    return this.#signOut('logout', async (core) => {
      const { url } = await core.run('logout', stringify(options));
      if (url !== undefined) await leave(url, openUrl);
      return { remote: url !== undefined };
    });
  }

  handleLogoutCallback(url: string, isCallback: boolean): Promise<api.LogoutCallbackResult> {
    return this.call('logout', async (core) => {
      const href = absolute(url);
      if (href === location.href && !isCallback) show(without(['state'], href));
      const { state_matches: stateMatches } = await core.run('handleLogout', href);
      return { stateMatches };
    });
  }

  dispose() {
    this.#instance?.then(
      ({ core }) => core.free(),
      () => {},
    );
  }

  async #signOut<T>(phase: Phase, use: (core: Core) => Promise<T>): Promise<T> {
    try {
      return await this.session.signOut(phase, use);
    } finally {
      // Nothing of a sign-in was left in the storage, and the page's links are still there.
      this.#links.store();
    }
  }

  /** Notes what begins; the function that it gives notes how it ended. */
  begin(phase: Phase) {
    return begin(this.steps, { phase });
  }

  /** Runs one call of the core; whatever goes wrong below leaves as a ProofkeyError. */
  async call<T>(phase: Phase, use: (core: Core) => Promise<T>): Promise<T> {
    let end: ReturnType<typeof begin> | undefined;
    try {
      end = this.begin(phase);
      if (!this.disposal.aborted) this.#instance ??= this.#start();
      this.#started = await this.#instance;
      const { core, settled } = this.#started as Instance;
      if (this.disposal.aborted) throw { code: 'client_disposed' };
      const outcome = await settled(use(core));
      end({});
      return outcome;
    } catch (reason) {
      const error = await wrapped(reason, phase);
      end?.({ code: error.code });
      throw error;
    }
  }

  /** The same without a promise: `not_ready` if the core is not there yet. */
  now<T>(phase: Phase, use: (core: Core) => T): T {
    try {
      // An insecure origin never is.
      if (!this.#started) throw { code: isSecureContext ? 'not_ready' : 'insecure_origin' };
      return use(this.#started.core);
    } catch (reason) {
      throw wrappedNow(reason, phase);
    }
  }

  async #warn(code: ErrorCode, details?: ErrorDetails) {
    const { onWarning = console.warn } = this.options;
    onWarning(await errorOf(code, 'start', details));
  }
}

/** Once for each client: what it does without, and how that is to be changed. */
function warnOfHs256() {
  // Not now: a page that is about to leave must not wait behind a text that is for its developer.
  setTimeout(() => import('../hints.js').then(({ unverified }) => console.warn(unverified)).catch(() => {}), 2000);
}

/** Sends the browser away, or lets the app do it. */
async function leave(url: string, openUrl: api.LoginOptions['openUrl']) {
  if (!openUrl) return location.assign(url);
  try {
    await openUrl(url);
  } catch (cause) {
    throw { code: 'config_error', option: 'openUrl', cause };
  }
}

/** A login's options as the core takes them, where a login may be. */
function inputOf({ appState, returnTo, ...rest }: api.AuthorizationUrlOptions): string {
  if (!crypto.subtle) throw { code: 'insecure_origin' };
  try {
    // To touch it is enough to find out whether a page may have it.
    void sessionStorage;
  } catch {
    throw { code: 'storage_unavailable' };
  }
  const path = ownPath(returnTo);
  if (path === undefined) throw { code: 'config_error', option: 'returnTo' };
  return stringify({ ...rest, returnTo: path, appState: textOf(appState) });
}

/** The text that `appState` travels as. */
function textOf(appState: unknown): string | undefined {
  try {
    return stringify(appState);
  } catch (cause) {
    throw { code: 'config_error', option: 'appState', cause };
  }
}
