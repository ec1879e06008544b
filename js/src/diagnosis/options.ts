import type { ErrorCode, Phase } from '../errors.js';

/** What {@link Client.diagnose} looks at. */
export type FindingId =
  | 'clock'
  | 'content_security_policy'
  | 'cross_origin_isolation'
  | 'discovery'
  | 'framed'
  | 'issuer'
  | 'jwks'
  | 'last_failure'
  | 'pkce'
  | 'ready'
  | 'redirect_uri'
  | 'refresh'
  | 'response_type'
  | 'secure_context'
  | 'signature_algorithm'
  | 'storage'
  | 'third_party_cookies'
  | 'token_endpoint';

/** One thing that {@link Client.diagnose} has looked at. */
export interface Finding {
  readonly id: FindingId;
  /**
   * `error`: signing in fails, or most probably does. `warning`: something else does not work, or not everywhere. `info`: it is sound,
   * or cannot be told.
   */
  readonly severity: 'error' | 'warning' | 'info';
  /** What was found, in a sentence or two. */
  readonly text: string;
  /** What to do about it; empty where there is nothing to do. */
  readonly fix: string;
  /** The same as data: what was expected and received, a status, an origin. No token or code. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Something that the client did: a call of the app, or a request. Of a URL there is origin and path alone. */
export interface Step {
  /** When it began, in seconds since the epoch, by this device's clock. */
  readonly at: number;
  /** What the client was doing, if this is a call. */
  readonly phase?: Phase;
  /** `GET` or `POST`, if this is a request. */
  readonly method?: string;
  /** Origin and path of what was asked. */
  readonly endpoint?: string;
  /** HTTP status of the answer. */
  readonly status?: number;
  /** What it failed with. */
  readonly code?: ErrorCode;
  /** How long it took; missing where it has not ended. */
  readonly durationSeconds?: number;
}

/** What {@link Client.diagnose} gives. */
export interface Diagnosis {
  /** Errors first, then warnings. */
  readonly findings: readonly Finding[];
  /** What the client did last, at most 100 steps, the oldest first. */
  readonly steps: readonly Step[];
  /** All of it as text, to be read or attached to a report. */
  toString(): string;
}
