import type { Core, SessionAndToken, SessionView } from '../core.js';
import { errorOf, type Phase, type ProofkeyError } from '../errors.js';
import { parse, stringify } from '../json.js';
import type { Snapshots } from '../snapshot.js';
import type { AccessTokenOptions, Change, ClientOptions, UserClaims } from '../types.js';
import { AHEAD_SECONDS, autoRefresh } from './auto-refresh.js';
import { type FreshToken, freshTokenOf } from './fresh-token.js';
import type { PageHost } from './host.js';
import { snapshotOf } from './signed-in.js';
import { type TabMessage, tabsOf } from './tabs.js';

/** Runs one call of the core; whatever goes wrong leaves as a ProofkeyError. */
export type Call = <T>(phase: Phase, use: (core: Core) => Promise<T>) => Promise<T>;

/** Who is signed in at one client in one page, and what may change that: this page, another one, the server. */
export class Session<Claims extends UserClaims> {
  readonly #snapshots: Snapshots<Claims>;
  readonly #host: PageHost;
  readonly #call: Call;
  readonly #tabs: ReturnType<typeof tabsOf>;
  readonly #fresh: FreshToken;
  /** How many sign-outs are under way: the store may still hold what they are to remove. */
  #endings = 0;
  #token: { key: string; forced: boolean; promise: Promise<string> } | undefined;

  constructor(options: ClientOptions, snapshots: Snapshots<Claims>, host: PageHost, disposal: AbortSignal, call: Call) {
    this.#snapshots = snapshots;
    this.#host = host;
    this.#call = call;
    this.#tabs = tabsOf(options, disposal, (message) => void this.#hear(message));
    this.#fresh = freshTokenOf(snapshots, host);
    const plan = autoRefresh(
      options.autoRefresh === true,
      () => snapshots.now,
      () => void this.getAccessToken({ minValiditySeconds: AHEAD_SECONDS }).catch(() => {}),
      disposal,
    );
    snapshots.counted = (listeners) => {
      this.#fresh.forget();
      plan(listeners);
    };
  }

  get isAuthenticated() {
    return this.#snapshots.now.isAuthenticated;
  }

  /** Whether the store is empty: nothing is to be done for that, and the part of the core that comes later is not asked for. */
  async isNone(): Promise<boolean> {
    if (this.isAuthenticated) return false;
    // What cannot be read is for the core to tell.
    const isEmpty = () =>
      this.#host.readSession().then(
        (text) => text === null || text === undefined,
        () => false,
      );
    return this.#call('token', isEmpty);
  }

  /** The access token at once, where that needs no core. A refresh that is under way is waited for. */
  freshToken(options: AccessTokenOptions | undefined): Promise<string> | undefined {
    return this.#token ? undefined : this.#fresh.at(options);
  }

  /** However many callers, one flow of the core. */
  getAccessToken(options: AccessTokenOptions, epoch = this.#snapshots.epoch): Promise<string> {
    const { forceRefresh: forced = false, ...rest } = options;
    const key = epoch + stringify(rest);
    const running = this.#token;
    if (running && running.key === key && (running.forced || !forced)) return running.promise;
    const promise = (running?.promise ?? Promise.resolve())
      .catch(() => {})
      .then(() => this.#accessToken(options, epoch))
      .finally(() => {
        if (this.#token?.promise === promise) this.#token = undefined;
      });
    this.#token = { key, forced, promise };
    return promise;
  }

  /** What `use` gives is the session from now on, unless somebody signed in or out meanwhile. */
  async signIn<View extends SessionAndToken>(
    phase: Phase,
    epoch: number,
    use: (core: Core) => Promise<View>,
  ): Promise<View> {
    const view = await this.forOneUser(phase, epoch, () => this.#call(phase, use)).catch(
      async (error: ProofkeyError) => {
        if (error.code === 'login_required') await this.#host.removeSession();
        throw error;
      },
    );
    this.#snapshots.epoch += 1;
    this.#take(view, { reason: 'signed_in', remote: false });
    this.#fresh.keep(view.access_token);
    this.#tabs.tell('signed_in');
    return view;
  }

  /** Whatever happens in `use`, nobody is signed in here any more, nor in the other tabs. */
  async signOut<T>(phase: Phase, use: (core: Core) => Promise<T>, remote = false): Promise<T> {
    this.#snapshots.forget(remote);
    this.#tabs.tell('signed_out');
    this.#endings += 1;
    try {
      return await this.#call(phase, use);
    } catch (error) {
      // The core may not have come as far as the session.
      await this.#host.removeSession();
      throw error;
    } finally {
      this.#endings -= 1;
      // Another tab may have looked into the store before it was empty.
      this.#tabs.tell('refreshed');
    }
  }

  /** The session at the server has ended, or is another user's. */
  end() {
    return this.signOut('monitoring', async () => this.#host.removeSession(), true);
  }

  /** The outcome of `work`, which is nobody's when somebody signed in or out since that epoch, or in another tab. */
  async forOneUser<T>(phase: Phase, epoch: number, work: () => Promise<T>): Promise<T> {
    const { claims } = this.#snapshots.now;
    const outcome = await work();
    const isOther = claims !== undefined && claims.sub !== this.#snapshots.now.claims?.sub;
    if (isOther || epoch !== this.#snapshots.epoch) throw await errorOf('login_required', phase);
    return outcome;
  }

  async #accessToken(options: AccessTokenOptions, epoch: number): Promise<string> {
    const { isAuthenticated, expiresAt } = this.#snapshots.now;
    try {
      const view = await this.forOneUser('token', epoch, async () => {
        if (this.#endings > 0) throw await errorOf('login_required', 'token');
        const view = await this.#call('token', (core) => core.run('accessToken', stringify(options)));
        // Not behind the check: it may be another user's by now.
        if (epoch === this.#snapshots.epoch) this.#adopt(view, isAuthenticated ? 'refreshed' : 'restored', false);
        return view;
      });
      if (isAuthenticated && view.expires_at !== expiresAt) this.#tabs.tell('refreshed');
      this.#fresh.keep(view.access_token);
      return view.access_token;
    } catch (reason) {
      const error = reason as ProofkeyError;
      if (epoch === this.#snapshots.epoch) await this.#unrefreshed(error, isAuthenticated);
      throw error;
    }
  }

  /**
   * A refresh that the server or a check refused has ended the session; a lost connection has not.
   *
   * @param was whether somebody was signed in here when it began
   */
  async #unrefreshed(error: ProofkeyError, was: boolean) {
    // A mistake of the caller: no session was looked at.
    if (error.code === 'config_error') return;
    let view: SessionView | undefined;
    try {
      view = await this.#stored();
    } catch {
      // Whether there is one is not known.
      return;
    }
    if (view && error.retryable) this.#take(view, { reason: 'error', remote: false, error });
    const { isAuthenticated } = this.#snapshots.now;
    // Or another tab has told what became of it.
    if (view || was !== isAuthenticated) return;
    if (this.#tabs.hasEnded()) {
      this.#tabs.hasHeard();
      return this.#snapshots.forget(true);
    }
    const remote = error.code === 'login_required';
    if (remote && !was) return;
    // News also where nobody was shown yet: the session that the store held has ended.
    this.#take(undefined, { reason: 'session_expired', remote, error }, true);
    if (!remote) this.#tabs.tell('session_expired');
  }

  /** What another page says, whoever that is: a reason to look, and no more. */
  async #hear(message: unknown) {
    const { kind, iss, sid } = (message ?? {}) as Partial<TabMessage & Record<'iss' | 'sid', unknown>>;
    const { claims } = this.#snapshots.now;
    const isEnded = sid && claims?.iss === iss && claims?.sid === sid;
    if (isEnded || kind === 'signed_out') {
      this.#tabs.hasHeard();
      this.#snapshots.forget(true);
      // A session of this tab alone ends with the others; from a shared store, the other tab takes it.
      if (isEnded || !this.#host.isShared) await this.#host.removeSession();
    } else if (kind) {
      await this.#look(kind).catch(() => {});
    }
  }

  /** Takes what another tab, or another client of this page, has left in the store. */
  async #look(kind: TabMessage['kind']) {
    const view = await this.#stored();
    const { expiresAt, claims } = this.#snapshots.now;
    // Nothing: a session of this page alone, of which the other tab knows nothing.
    if (view && view.expires_at === expiresAt && parse(view.claims).sub === claims?.sub) return;
    if (view) this.#adopt(view, 'refreshed', true);
    else this.#take(undefined, { reason: kind === 'session_expired' ? kind : 'signed_out', remote: true });
  }

  /** Another user can only have come by another tab. */
  #adopt(view: SessionView, reason: Change['reason'], remote: boolean) {
    const { claims } = this.#snapshots.now;
    const isOther = reason === 'refreshed' && claims?.sub !== parse(view.claims).sub;
    this.#take(view, isOther ? { reason: 'signed_in', remote: true } : { reason, remote });
  }

  #take(view: SessionView | undefined, change: Change, isNews?: boolean) {
    this.#snapshots.take(view && snapshotOf(view, change.reason), change, isNews);
  }

  async #stored(): Promise<SessionView | undefined> {
    const view = await this.#call('token', (core) => core.run('session', ''));
    return view.claims === undefined ? undefined : (view as SessionView);
  }
}
