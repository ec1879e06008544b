// Watches the user's session at the server (OpenID Connect Session Management 1.0 section 3.1): a frame of the server's says, without asking
// anybody, whether it is still the one of the sign-in.
import { type ProofkeyError, wrapped } from '../errors.js';
import type { Page } from '../page/page.js';
import { inTurn } from '../turn.js';
import type { UserClaims } from '../types.js';
import { hiddenFrame } from './frame.js';
import { loginSilently } from './silent.js';
import type { MonitorOptions, SilentOptions } from './silent-options.js';
import { checkPage, checkSite } from './site.js';

/** What a server may say that is busy, and nothing of the session (RFC 6749 section 4.1.2.1). */
const isBusy = ['server_error', 'temporarily_unavailable'];
/** How many questions may stay unanswered. */
const MOST_UNANSWERED = 5;
/** A frame that goes on to say `changed` is asked ever less often, up to this many seconds. */
const LONGEST = 300;

/** Watches until the signal ends it. Rejects if that is not possible, or no longer. */
export async function monitorSession<Claims extends UserClaims>(
  page: Page<Claims>,
  { intervalSeconds = 3, onError: _, ...silent }: MonitorOptions,
  signal: AbortSignal,
): Promise<void> {
  try {
    // A time that is too long for a browser's timer is none at all.
    const isTime = intervalSeconds > 0 && intervalSeconds <= 86_400;
    if (!isTime) throw { code: 'config_error', option: 'intervalSeconds' };
    checkPage();
    const { check_session_iframe: url, authorization_endpoint: endpoint } = await page.metadata();
    if (typeof url !== 'string') throw { code: 'endpoint_missing', expected: 'check_session_iframe' };
    for (const framed of [url, endpoint]) checkSite(framed);
    if (!signal.aborted) await new Monitor(page, url, intervalSeconds, { ...silent, idTokenHint: true, signal }).ended;
  } catch (reason) {
    throw await wrapped(reason, 'monitoring');
  }
}

class Monitor<Claims extends UserClaims> {
  readonly ended: Promise<void>;
  readonly #page: Page<Claims>;
  readonly #url: string;
  readonly #intervalSeconds: number;
  readonly #silent: SilentOptions;
  #fail: (failure: object) => void = () => {};
  /** There while somebody is signed in. */
  #frame: HTMLIFrameElement | undefined;
  #sessionState = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** How often in a row the frame has said `changed`. */
  #changes = 0;
  #unanswered = 0;
  #late = 0;
  #isAsking = false;
  #hasEnded = false;

  constructor(
    page: Page<Claims>,
    url: string,
    intervalSeconds: number,
    silent: SilentOptions & { signal: AbortSignal },
  ) {
    this.#page = page;
    this.#url = url;
    this.#intervalSeconds = intervalSeconds;
    this.#silent = silent;
    const abort = new AbortController();
    this.ended = new Promise<void>((resolve, reject) => {
      this.#fail = reject;
      for (const end of [silent.signal, page.disposal])
        end.addEventListener('abort', () => resolve(), { signal: abort.signal });
    }).finally(() => {
      abort.abort();
      unsubscribe();
      this.#hasEnded = true;
      this.#rest();
    });
    const unsubscribe = page.snapshots.subscribe(() => void this.#look());
    addEventListener('message', (event) => this.#hear(event), { signal: abort.signal });
    void this.#look();
  }

  /** Whom there is to watch. */
  async #look() {
    let snapshot: unknown;
    let sessionState: string | undefined;
    try {
      do {
        snapshot = this.#page.snapshots.now;
        ({ session_state: sessionState } = await this.#page.call('monitoring', (core) => core.run('session', '')));
        // Or somebody signed in or out while the store was read.
      } while (snapshot !== this.#page.snapshots.now && !this.#hasEnded);
    } catch (error) {
      return this.#fail(error as ProofkeyError);
    }
    if (this.#hasEnded) return;
    if (!this.#page.session.isAuthenticated) return this.#rest();
    if (!sessionState) return this.#fail({ code: 'session_monitor_failed', received: 'no session_state' });
    if (sessionState === this.#sessionState) return;
    this.#sessionState = sessionState;
    // What is still to come answers questions about the one before.
    this.#late = this.#unanswered;
    if (this.#frame) return;
    // `allow-same-origin` is the server's own origin, whose cookies it compares.
    this.#frame = hiddenFrame(this.#url, 'allow-scripts allow-same-origin');
    this.#frame.addEventListener('load', () => this.#ask(), { once: true });
  }

  #rest() {
    clearTimeout(this.#timer);
    this.#frame?.remove();
    this.#frame = undefined;
    this.#sessionState = '';
    this.#changes = 0;
    this.#unanswered = 0;
    this.#late = 0;
  }

  #ask() {
    clearTimeout(this.#timer);
    const seconds = this.#intervalSeconds * 2 ** this.#changes;
    this.#timer = setTimeout(() => this.#ask(), 1000 * Math.min(seconds, Math.max(LONGEST, this.#intervalSeconds)));
    if (this.#isAsking) return;
    if (this.#unanswered++ >= MOST_UNANSWERED) {
      return this.#fail({ code: 'session_monitor_failed', received: 'no answer' });
    }
    const text = `${this.#page.options.clientId} ${this.#sessionState}`;
    // To that origin alone, wherever the frame may have gone.
    this.#frame?.contentWindow?.postMessage(text, new URL(this.#url).origin);
  }

  #hear({ origin, source, data }: MessageEvent) {
    if (!this.#frame || source !== this.#frame.contentWindow || origin !== new URL(this.#url).origin) return;
    if (data === 'error') this.#fail({ code: 'session_monitor_failed', received: 'error' });
    if (data !== 'changed' && data !== 'unchanged') return;
    this.#unanswered = Math.max(0, this.#unanswered - 1);
    if (this.#late > 0) this.#late -= 1;
    else if (data === 'unchanged') this.#changes = 0;
    else void this.#askServer();
  }

  async #askServer() {
    if (this.#isAsking) return;
    this.#isAsking = true;
    this.#changes += 1;
    const asked = this.#sessionState;
    await inTurn(`${this.#page.name}:monitor`, async () => {
      // Another tab may have asked, and saved what it got.
      await this.#look();
      if (asked === this.#sessionState && !this.#hasEnded) await this.#signInAgain();
    });
    await this.#look();
    this.#isAsking = false;
  }

  /** Whether it is still the same user; if not, or if nobody is signed in there, nobody is signed in here. */
  async #signInAgain() {
    const { epoch, now } = this.#page.snapshots;
    // As much as was granted. Some servers leave out `openid`, without which nothing may be asked.
    const scope = now.scope?.split(' ').includes('openid') ? { scope: now.scope } : {};
    try {
      await loginSilently(this.#page, { ...this.#silent, ...scope }, epoch);
    } catch (reason) {
      const { code, error = '', retryable } = reason as ProofkeyError;
      const isUnknown = retryable || (code === 'authorization_error' && isBusy.includes(error));
      // Or somebody has signed in or out meanwhile.
      if (isUnknown || this.#hasEnded || epoch !== this.#page.snapshots.epoch) return;
      await this.#page.session.end().catch((failure) => this.#fail(failure));
    }
  }
}
