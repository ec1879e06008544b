// What happens by the clock: the events of an access token's end, and its renewal ahead of it.
import { ErrorTimeout } from './errors.js';

/** How often a timer looks at the clock at least, in milliseconds: a page may sleep through it. */
const LOOK = 5000;
/** How long after a renewal that nobody answered the next one follows, in milliseconds. */
const AGAIN = 5000;

/** Calls back once at a moment. */
class Alarm {
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param at in milliseconds since the epoch */
  set(at: number, ring: () => void) {
    clearTimeout(this.#timer);
    const look = () => (Date.now() >= at ? ring() : this.set(at, ring));
    this.#timer = setTimeout(look, Math.min(Math.max(at - Date.now(), 0), LOOK));
  }

  clear() {
    clearTimeout(this.#timer);
  }
}

/** Tells that an access token is about to expire, and that it has. */
export class ExpiryAlarms {
  readonly #ahead: number;
  readonly #expiring: () => void;
  readonly #expired: () => void;
  readonly #alarms = [new Alarm(), new Alarm()] as const;
  #planned: number | undefined;

  /** @param aheadSeconds how long before its end a token is about to expire */
  constructor(aheadSeconds: number, expiring: () => void, expired: () => void) {
    this.#ahead = aheadSeconds * 1000;
    this.#expiring = expiring;
    this.#expired = expired;
  }

  /** @param expiresAt of the token that there is now, in seconds since the epoch; `undefined`: there is none */
  plan(expiresAt: number | undefined) {
    // What was told of a token is not told again.
    if (expiresAt === this.#planned) return;
    this.#planned = expiresAt;
    const [before, after] = this.#alarms;
    before.clear();
    after.clear();
    if (expiresAt === undefined) return;
    const end = expiresAt * 1000;
    const left = end - Date.now();
    // A life that is shorter than that is halved: it would be about to expire all the time.
    if (left > 0) before.set(end - (left > this.#ahead ? this.#ahead : left / 2), this.#expiring);
    after.set(end, this.#expired);
  }
}

/** Renews the tokens when it is told that they are about to expire. */
export class SilentRenewal {
  readonly #renew: () => Promise<unknown>;
  readonly #failed: (error: Error) => void;
  readonly #mostRetries: number;
  readonly #again = new Alarm();
  #retries = 0;
  isOn = false;

  constructor(renew: () => Promise<unknown>, failed: (error: Error) => void, mostRetries = Number.POSITIVE_INFINITY) {
    this.#renew = renew;
    this.#failed = failed;
    this.#mostRetries = mostRetries;
  }

  stop() {
    this.isOn = false;
    this.#again.clear();
  }

  async run() {
    if (!this.isOn) return;
    try {
      await this.#renew();
      this.#retries = 0;
    } catch (error) {
      if (error instanceof ErrorTimeout && this.#retries < this.#mostRetries) {
        this.#retries += 1;
        if (this.isOn) this.#again.set(Date.now() + AGAIN, () => void this.run());
        return;
      }
      this.#retries = 0;
      this.#failed(error as Error);
    }
  }
}
