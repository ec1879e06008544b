import type { SessionView } from './core.js';
import type { Change, IdTokenClaims, Listener, Snapshot, UserClaims } from './types.js';

// What a page may replace later is kept from the start.
const { parse, stringify } = JSON;

/** Claims that serve the protocol and say nothing of the user. */
const protocolClaims = [
  ...['iss', 'aud', 'exp', 'iat', 'nbf', 'jti', 'azp', 'nonce', 'auth_time'],
  ...['at_hash', 'c_hash', 's_hash', 'acr', 'amr', 'sid'],
];

/** Nobody is signed in. */
export const signedOut: Snapshot<never> = Object.freeze({
  isAuthenticated: false,
  isStale: false,
  user: undefined,
  claims: undefined,
  idTokenSignatureVerified: undefined,
  scope: undefined,
  expiresAt: undefined,
});

/** Somebody is signed in. */
export function signedIn<Claims extends UserClaims>(view: SessionView, isStale: boolean): Snapshot<Claims> {
  const claims: Claims & IdTokenClaims = parse(view.claims);
  const user = Object.fromEntries(Object.entries(claims).filter(([name]) => !protocolClaims.includes(name)));
  return Object.freeze({
    isAuthenticated: true,
    isStale,
    user: Object.freeze(user) as Claims,
    claims: Object.freeze(claims) as Claims & IdTokenClaims,
    idTokenSignatureVerified: view.id_token_signature_verified,
    scope: view.scope,
    expiresAt: view.expires_at,
  });
}

/** The snapshot of now, and who is to hear of the next one. */
export class Snapshots<Claims extends UserClaims> {
  now: Snapshot<Claims> = signedOut;
  /** Counts sign-ins and sign-outs: what was begun before one belongs to nobody after it. */
  epoch = 0;
  /** Hears how many listeners there are, after each change. */
  counted: (listeners: number) => void = () => {};
  readonly #listeners = new Set<Listener<Claims>>();

  subscribe(listener: Listener<Claims>) {
    this.#listeners.add(listener);
    this.counted(this.#listeners.size);
    return () => {
      this.#listeners.delete(listener);
      this.counted(this.#listeners.size);
    };
  }

  /** Takes the session as it is now; the listeners are called if that is news. */
  take(view: SessionView | undefined, change: Change, isNews = false) {
    const isStale = change.reason === 'error';
    const next: Snapshot<Claims> = view ? signedIn(view, isStale) : signedOut;
    if (stringify(next) === stringify(this.now) && !isNews) return;
    this.now = next;
    for (const listener of [...this.#listeners]) {
      try {
        listener(next, change);
      } catch (error) {
        // A listener's mistake is reported as its own: the others are called, and the sign-in goes on.
        reportError(error);
      }
    }
    this.counted(this.#listeners.size);
  }

  /** Nobody is signed in any more. */
  forget(remote: boolean) {
    this.epoch += 1;
    this.take(undefined, { reason: 'signed_out', remote });
  }

  dispose() {
    this.#listeners.clear();
    this.counted(0);
  }
}
