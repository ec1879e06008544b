// A sign-in under way, in the browser that began it: what a page keeps in sessionStorage is in a cookie here, sealed, since a server may
// be another one when the answer comes.
import { parse } from '../src/json.js';
import type { Rejection } from './errors.js';
import type { Seal } from './seal.js';

/** How long the user may stay at the authorization server, in seconds. */
const LIFETIME = 600;
/** How many sign-ins one browser may have under way. */
const MOST = 4;
/** What browsers take, in bytes, name and attributes included (RFC 6265 section 6.1). */
const LARGEST = 4096;

/** The cookies of one app. The name of each ends in the `state` of its sign-in. */
export class LoginCookies {
  readonly #seal: Seal;
  readonly #prefix: string;
  readonly #attributes: string;

  /** @param isSecure whether the app is reached by https; where not, it is on this machine */
  constructor(seal: Seal, isSecure: boolean) {
    this.#seal = seal;
    // No other host of the domain can set a cookie of that name (RFC 6265bis section 4.1.3.2). Lax, not Strict: the answer is a
    // navigation that another site has begun.
    this.#prefix = isSecure ? '__Host-proofkey.' : 'proofkey.';
    this.#attributes = `Path=/; ${isSecure ? 'Secure; ' : ''}HttpOnly; SameSite=Lax`;
  }

  /** The lines of `Set-Cookie` for a new sign-in; older ones go that would be too many, as those do whose time is over. */
  async begin(state: string, transaction: string, cookieHeader: string | null | undefined): Promise<string[]> {
    const name = this.#prefix + state;
    const at = seconds();
    const sealed = await this.#seal.close(transaction, label(name, at));
    const line = `${name}=${at}.${sealed}; ${this.#attributes}; Max-Age=${LIFETIME}`;
    if (line.length > LARGEST) {
      const { appState = '', returnTo = '' } = parse(transaction);
      const option = returnTo.length > appState.length ? 'returnTo' : 'appState';
      const rejection = { expected: `a cookie of at most ${LARGEST} bytes`, received: `${line.length}` };
      throw { code: 'config_error', option, ...rejection } satisfies Rejection;
    }
    const others = cookiesIn(cookieHeader).filter(([known]) => known.startsWith(this.#prefix));
    // What is no time is the oldest.
    const newestFirst = others.toSorted(([, one], [, other]) => timeOf(other) - timeOf(one));
    const isDead = ([, value]: Cookie, place: number) => place >= MOST - 1 || !isAlive(timeOf(value));
    return [line, ...newestFirst.filter(isDead).map(([known]) => this.#gone(known))];
  }

  /** The cookie of that sign-in, if the request has it, and the line that removes it. */
  find(state: string, cookieHeader: string | null | undefined): { cookie: Cookie; gone: string } | undefined {
    const cookie = cookiesIn(cookieHeader).find(([known]) => known === this.#prefix + state);
    return cookie && { cookie, gone: this.#gone(cookie[0]) };
  }

  /** The transaction that was sealed in it. Rejects with `transaction_invalid` or `transaction_expired`. */
  async open([name, value]: Cookie): Promise<string> {
    const at = timeOf(value);
    const transaction = await this.#seal.open(value.slice(value.indexOf('.') + 1), label(name, at));
    if (transaction === undefined) throw { code: 'transaction_invalid' } satisfies Rejection;
    if (!isAlive(at)) {
      const { appState, returnTo } = parse(transaction);
      throw { code: 'transaction_expired', appState, returnTo } satisfies Rejection;
    }
    return transaction;
  }

  #gone(name: string) {
    // Both: Next.js drops a Max-Age of 0 where it writes cookies of the app beside this one.
    return `${name}=; ${this.#attributes}; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT`;
  }
}

type Cookie = readonly [name: string, value: string];

function cookiesIn(header: string | null | undefined): Cookie[] {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim());
  return pairs.map((pair) => [pair.split('=', 1)[0] as string, pair.slice(pair.indexOf('=') + 1)]);
}

const seconds = () => Math.floor(Date.now() / 1000);

/** When it was sealed, in front of what is: readable, and bound to it. */
const timeOf = (value: string) => Number(/^\d{1,12}(?=\.)/.exec(value)?.[0] ?? 0);

/** A time ahead of this clock may be another instance's. */
const isAlive = (at: number) => Math.abs(seconds() - at) < LIFETIME;

/** The name is in it, so that the cookie of one sign-in does not pass for another's. */
const label = (name: string, at: number) => `${name} ${at}`;
