import { parse } from '../json.js';
import type { Snapshots } from '../snapshot.js';
import type { AccessTokenOptions, Snapshot, UserClaims } from '../types.js';
import type { PageHost } from './host.js';

/** As src/protocol/access_token.rs and src/session.rs have them. */
const MIN_VALIDITY_SECONDS = 30;
const SET_BACK_SECONDS = 60;

/** What the core gave out, and what was there then. */
interface Given {
  readonly token: Promise<string>;
  /** The session's text in the store. */
  readonly text: unknown;
  readonly snapshot: Snapshot;
  readonly receivedAt: number;
  readonly expiresAt: number;
}

/** The access token that the core gave out last: given out again without it, for as long as nothing has changed. */
export interface FreshToken {
  keep(token: string): void;
  forget(): void;
  /** The token, if it is certain that the core would give this one. It makes nothing, since it may be called very often. */
  at(options: AccessTokenOptions | undefined): Promise<string> | undefined;
}

export function freshTokenOf<Claims extends UserClaims>(
  snapshots: Snapshots<Claims>,
  { glance, now }: PageHost,
): FreshToken {
  let given: Given | undefined;
  return {
    keep(token) {
      const text = glance();
      try {
        const { access_token: stored, received_at: receivedAt = 0, expires_at: expiresAt } = parse(text as string);
        // Somebody may have replaced the text since the core read it.
        if (stored !== token) return;
        given = { token: Promise.resolve(token), text, snapshot: snapshots.now, receivedAt, expiresAt };
      } catch {
        // No text.
      }
    },
    forget() {
      given = undefined;
    },
    at(options) {
      try {
        if (given?.snapshot !== snapshots.now || given.text !== glance()) return undefined;
        const seconds = options ? validityOf(options) : MIN_VALIDITY_SECONDS;
        const time = now();
        if (given.expiresAt - time > seconds && given.receivedAt - time <= SET_BACK_SECONDS) return given.token;
      } catch {
        // A store or a clock that throws: the call that the core is asked with tells it as an error.
      }
      return undefined;
    },
  };
}

/** How long the token must live; no number at all if more is asked for, or something wrong: that is the core's to judge. */
function validityOf({ minValiditySeconds: seconds = MIN_VALIDITY_SECONDS, ...others }: AccessTokenOptions): number {
  return Object.keys(others).length === 0 && Number.isInteger(seconds) && seconds >= 0 ? seconds : Number.NaN;
}
