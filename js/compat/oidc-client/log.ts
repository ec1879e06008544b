/** What {@link Log.setLogger} takes. */
export interface ILogger {
  debug(...args: unknown[]): void;
  info(...args: unknown[]): void;
  warn(...args: unknown[]): void;
  error(...args: unknown[]): void;
}

/** A level of {@link Log}. */
export type Log = 0 | 1 | 2 | 3 | 4;

/**
 * There so that calls of it go on to work; none has an effect. Proofkey writes no log, which might come to hold what nobody is to read: an error
 * has a `hint`, and `String(await manager.client.diagnose())` tells what a client did, and what is wrong with its set-up.
 */
export const Log = {
  NONE: 0,
  ERROR: 1,
  WARN: 2,
  INFO: 3,
  DEBUG: 4,
  reset() {},
  setLevel(_level: Log) {},
  setLogger(_logger: ILogger) {},
} as const;
