import type { LoginOptions, PopupOptions, SilentOptions } from '../../src/index.js';
import { loginNames, renamed } from './names.js';
import { extraParameters, type UserManagerSettings } from './settings.js';

/** What any sign-in takes. */
interface SigninArgs {
  scope?: string;
  prompt?: string;
  /** In seconds; checked when the user comes back. */
  max_age?: number;
  ui_locales?: string;
  acr_values?: string;
  login_hint?: string;
  /** Anything that JSON can hold; {@link User.state} gives it back. It never leaves the browser. */
  state?: unknown;
  resource?: string;
  /** Added to those of the settings. */
  extraQueryParams?: Readonly<Record<string, string | number | boolean>>;
}

/** How the browser is sent away. */
export interface RedirectParams {
  /** Whether the page that is left stays in the history. Default: `assign`, it does. */
  redirectMethod?: 'replace' | 'assign';
  /** Whether this frame goes, or the whole tab. Default: `self`. */
  redirectTarget?: 'top' | 'self';
}

/** Of these `width`, `height` and the time limit have an effect: browsers have given up the others, or choose themselves. */
export interface PopupWindowFeatures {
  /** In pixels. Default: 480. */
  width?: number;
  /** In pixels. Default: 680. */
  height?: number;
  /** How long the user may take, in seconds. Default: 300. */
  closePopupWindowAfterInSeconds?: number;
  [feature: string]: boolean | string | number | undefined;
}

/** What concerns the window of {@link UserManager.signinPopup}. */
export interface PopupWindowParams {
  popupWindowFeatures?: PopupWindowFeatures;
  /** Ends the sign-in, and closes the window. */
  popupSignal?: AbortSignal | null;
  /** Accepted, without an effect: a window that the user closes ends the sign-in in any case. */
  popupAbortOnClose?: boolean;
  /** Accepted, without an effect. */
  popupWindowTarget?: string;
}

/** The arguments of {@link UserManager.signinRedirect}. */
export interface SigninRedirectArgs extends SigninArgs, RedirectParams {}

/** The arguments of {@link UserManager.signinPopup}. */
export interface SigninPopupArgs extends SigninArgs, PopupWindowParams {}

/** The arguments of {@link UserManager.signinSilent}; but for the first they concern the hidden frame, not a refresh. */
export interface SigninSilentArgs extends Omit<SigninArgs, 'prompt'> {
  /** Whether a hidden frame is used though there may be a refresh token. Default: false. */
  forceIframeAuth?: boolean;
  prompt?: 'none';
  /** The time limit of the frame, in seconds. */
  silentRequestTimeoutInSeconds?: number;
}

/** The arguments of {@link UserManager.signoutRedirect}. */
export interface SignoutRedirectArgs extends RedirectParams {
  post_logout_redirect_uri?: string;
  /** Anything that JSON can hold; {@link SignoutResponse.userState} gives it back. It never leaves the browser. */
  state?: unknown;
}

type Defaults = Readonly<UserManagerSettings>;

/** The options of `loginWithRedirect`. */
export function redirectOptions(settings: Defaults, args: SigninRedirectArgs): LoginOptions {
  return { ...loginOptions(settings, args), appState: args.state, openUrl: opener({ ...settings, ...args }) };
}

/** The options of `loginWithPopup`. */
export function popupOptions(settings: Defaults, args: SigninPopupArgs): PopupOptions {
  const { popupWindowFeatures = settings.popupWindowFeatures ?? {}, popupSignal: signal } = args;
  const { width, height, closePopupWindowAfterInSeconds: timeoutSeconds = 0 } = popupWindowFeatures;
  return {
    ...loginOptions(settings, args),
    display: 'popup',
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
    ...(timeoutSeconds > 0 && { timeoutSeconds }),
    ...(signal && { signal }),
  };
}

/** The options of `loginSilently`. */
export function silentOptions(settings: Defaults, args: SigninSilentArgs, isSignedIn: boolean): SilentOptions {
  const { prompt: _, display: __, ...options } = loginOptions(settings, args);
  const timeoutSeconds = args.silentRequestTimeoutInSeconds ?? settings.silentRequestTimeoutInSeconds;
  return {
    ...options,
    idTokenHint: isSignedIn && settings.validateSubOnSilentRenew !== false,
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
  };
}

/** What every sign-in asks of the server. */
function loginOptions(settings: Defaults, args: SigninArgs): Omit<LoginOptions, 'appState' | 'openUrl' | 'returnTo'> {
  const authorizationParams = extraParameters(args);
  const asked: LoginOptions = { ...renamed(settings, loginNames), ...renamed(args, loginNames) };
  return { ...asked, ...(authorizationParams && { authorizationParams }) };
}

/** What sends the browser to a URL. */
export const opener =
  ({ redirectMethod = 'assign', redirectTarget = 'self' }: RedirectParams) =>
  (url: string) =>
    (redirectTarget === 'top' ? (window.top ?? window) : window).location[redirectMethod](url);
