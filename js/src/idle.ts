/**
 * Signs a user out who does nothing any more, in whatever tab. No core is needed for it, and no server knows of it.
 *
 * @module proofkey/idle
 */
import { nameOf } from './channel.js';
import { ProofkeyError } from './errors.js';
import { inTurn } from './turn.js';
import type { Client, UserClaims } from './types.js';

/** The options of {@link signOutWhenIdle}. */
export interface IdleOptions {
  /** After how long without any activity the user is signed out, in seconds. */
  afterSeconds: number;
  /** For how long before that {@link onCountdown} is called, in seconds; less than {@link afterSeconds}. Default: 60, or the half of it. */
  countdownSeconds?: number;
  /**
   * Called about every second of the countdown with the whole seconds that are left, and with `undefined` when it is over: the user
   * did something, here or in another tab, or is signed out.
   */
  onCountdown?: (secondsLeft: number | undefined) => void;
  /** What is done instead of `client.logout()`. */
  signOut?: () => unknown;
}

/** What {@link signOutWhenIdle} gives. */
export interface IdleWatch {
  /** Counts as activity: a button of the countdown, or a video that plays. */
  stay(): void;
  /** Ends the watch, and signs nobody out. */
  stop(): void;
}

/** What a person does. Not `scroll`, which a page does by itself as well. */
const activities = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchmove'];
/** When a page may have slept. */
const awakenings = ['pageshow', 'focus', 'visibilitychange'];
/** A timer is only a hint: a page that sleeps through it is to notice soon after. In milliseconds. */
const LOOK = 15_000;
/** Activity is noted this often at most, in milliseconds: a pointer moves a hundred times a second. */
const NOTE = 500;

/**
 * Signs the user out after a time without activity. The pages of a client in one browser count together: each notes in
 * localStorage when the user last did something. Call it right after `createClient`, before `checkSession`: a session that the store
 * has kept is ended then if the time ran out while no page was open, and one that was just signed in is not.
 *
 * What counts is pointer, keyboard, wheel and touch, as the browser reports them; what happens inside a frame of another
 * page is not seen. It protects a device that was left alone. A token that was stolen lives on: that is for the server to limit.
 *
 * @throws `config_error` if a time is no positive number, or the countdown is not the shorter one.
 */
export function signOutWhenIdle<Claims extends UserClaims>(client: Client<Claims>, options: IdleOptions): IdleWatch {
  const { afterSeconds, countdownSeconds = Math.min(60, afterSeconds / 2) } = options;
  if (!Number.isFinite(afterSeconds) || afterSeconds <= 0) throw wrong('afterSeconds', 'a positive number of seconds');
  if (!(countdownSeconds >= 0 && countdownSeconds < afterSeconds))
    throw wrong('countdownSeconds', 'less than afterSeconds');
  if (typeof window === 'undefined') return { stay() {}, stop() {} };
  const watch = new Watch(client as unknown as Client, { ...options, countdownSeconds });
  return { stay: () => watch.act(), stop: () => watch.stop() };
}

const wrong = (option: string, form: string) =>
  new ProofkeyError('config_error', 'create', `The option ${option} must be ${form}.`, { option });

class Watch {
  readonly #client: Client;
  readonly #options: IdleOptions & { countdownSeconds: number };
  readonly #name: string;
  readonly #abort = new AbortController();
  readonly #begun = Date.now() - performance.now();
  readonly #started = this.#now();
  /** When the user last did something in this page; 0 if never. */
  #own = 0;
  #isSignedIn: boolean;
  #isCounting = false;
  #isEnding = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(client: Client, options: IdleOptions & { countdownSeconds: number }) {
    this.#client = client;
    this.#options = options;
    this.#name = nameOf(client.toJSON());
    this.#isSignedIn = client.isAuthenticated;
    const { signal } = this.#abort;
    // Before the app can stop an event; and what a script makes up is no activity.
    const act = ({ isTrusted }: Event) => isTrusted && this.act();
    const look = () => this.#look();
    for (const name of activities) addEventListener(name, act, { signal, capture: true, passive: true });
    for (const name of awakenings) addEventListener(name, look, { signal, capture: true });
    const end = client.subscribe(({ isAuthenticated }, { reason }) => {
      // Whoever signs in does something; a sign-in over another one may be silent. A session that was restored is as old as its last note.
      if (reason === 'signed_in' && !this.#isSignedIn) this.#note();
      this.#isSignedIn = isAuthenticated;
      if (reason === 'signed_out') this.#forget();
      this.#look();
    });
    signal.addEventListener('abort', end);
    this.#look();
  }

  /** The user is there, unless the time had run out before: a page may have slept until this very event. */
  act() {
    if (!this.#isSignedIn) return;
    if (this.#left() > 0 && this.#now() - this.#own >= NOTE) this.#note();
    this.#look();
  }

  stop() {
    this.#isSignedIn = false;
    this.#look();
    this.#abort.abort();
  }

  #look() {
    clearTimeout(this.#timer);
    const { countdownSeconds } = this.#options;
    const left = this.#isSignedIn ? this.#left() : Number.POSITIVE_INFINITY;
    const isCounting = left > 0 && left <= countdownSeconds * 1000;
    if (isCounting || this.#isCounting) this.#tell(isCounting ? Math.ceil(left / 1000) : undefined);
    this.#isCounting = isCounting;
    if (!this.#isSignedIn) return;
    if (left <= 0) return void this.#end();
    const wait = isCounting ? left % 1000 || 1000 : left - countdownSeconds * 1000;
    this.#timer = setTimeout(() => this.#look(), Math.min(wait, LOOK));
  }

  /** One tab signs out; the others hear of it. */
  async #end() {
    if (this.#isEnding) return;
    this.#isEnding = true;
    const end = async () => {
      if (!this.#isSignedIn || this.#left() > 0) return;
      const { signOut = () => this.#client.logout() } = this.#options;
      // Whatever went wrong, nobody is signed in here any more.
      await Promise.resolve().then(signOut).catch(reportError);
    };
    await inTurn(`${this.#name}:idle`, end);
    this.#isEnding = false;
    // A signOut of the app's that left the user signed in.
    if (this.#isSignedIn) this.#timer = setTimeout(() => this.#look(), LOOK);
  }

  #tell(secondsLeft: number | undefined) {
    try {
      this.#options.onCountdown?.(secondsLeft);
    } catch (error) {
      reportError(error);
    }
  }

  /** How long the user may still do nothing, in milliseconds. */
  #left(): number {
    const now = this.#now();
    let shared = 0;
    try {
      shared = Number(localStorage.getItem(`${this.#name}:active`));
    } catch {
      // Denied: each page counts for itself.
    }
    // A note from the future was made by a clock that has been set back since.
    const last = Math.max(this.#own, shared <= now ? shared : 0) || this.#started;
    return last + this.#options.afterSeconds * 1000 - now;
  }

  #note() {
    this.#own = this.#now();
    try {
      localStorage.setItem(`${this.#name}:active`, `${Math.floor(this.#own)}`);
    } catch {
      // Denied or full.
    }
  }

  #forget() {
    try {
      localStorage.removeItem(`${this.#name}:active`);
    } catch {
      // Denied: there is none.
    }
  }

  /** In milliseconds, not set back while the page lives, and with the time that it has slept through. */
  #now(): number {
    return Math.max(Date.now(), this.#begun + performance.now());
  }
}
