import type { ProofkeyError } from '../errors.js';
import type { LoginOptions } from '../options.js';

/** The options of {@link Client.loginSilently}: those of a login that the user does not see, and what concerns the frame. */
export interface SilentOptions extends Omit<LoginOptions, 'appState' | 'display' | 'openUrl' | 'prompt' | 'returnTo'> {
  /**
   * How the server is to answer: `web_message` makes its own page post the answer to this one, for a server that lists it in
   * `response_modes_supported` (OAuth 2.0 Web Message Response Mode). Default: at the callback page, `relayRedirectUri`, which is loaded
   * in the frame.
   */
  responseMode?: 'web_message';
  /** How long the server may take to answer in the frame, in seconds. Default: 10. */
  timeoutSeconds?: number;
  /** Ends the sign-in with `aborted`, whose `cause` is the signal's reason. */
  signal?: AbortSignal;
}

/** The options of {@link Client.monitorSession}. */
export interface MonitorOptions extends Pick<SilentOptions, 'responseMode' | 'timeoutSeconds'> {
  /** How often the server's frame is asked, in seconds; it asks nobody for that. At most a day. Default: 3. */
  intervalSeconds?: number;
  /**
   * Called once if the session cannot be watched, or no longer: `endpoint_missing`, `silent_unavailable` or `session_monitor_failed`, or
   * what the client could not be started for. The session goes on. Default: a warning in the console.
   */
  onError?: (error: ProofkeyError) => void;
}
