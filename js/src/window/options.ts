import type { LoginOptions } from '../options.js';

/** The options of {@link Client.loginWithPopup}: those of a login, and what concerns the window. */
export interface PopupOptions extends Omit<LoginOptions, 'appState' | 'openUrl' | 'returnTo'> {
  /**
   * A window that the app has opened in the user's gesture; it is led to the server, and closed in the end. `null`, which is what
   * `window.open` gives where it is refused, rejects with `popup_blocked`. Default: one is opened.
   */
  popup?: Window | null;
  /** In pixels. Default: 480. */
  width?: number;
  /** In pixels. Default: 680. */
  height?: number;
  /** The third argument of `window.open`, instead of width, height and the middle of this window. `noopener` has no window to wait for. */
  features?: string;
  /** Ends the sign-in with `aborted`, whose `cause` is the signal's reason, and closes the popup. */
  signal?: AbortSignal;
  /** How long the user may take, in seconds. Default: 300. */
  timeoutSeconds?: number;
}
