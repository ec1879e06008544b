/** As loose as the original's types: an app that reads a claim of its own goes on compiling. */
// biome-ignore lint/suspicious/noExplicitAny: `unknown` would have every such app changed in more places than its import
export type Any = any;

/** Parameters of an authorization request, as they are called on the wire. All others go along as they are. */
export interface AuthorizationParams {
  /** Asked for beside `openid` and the scope of the client, separated by spaces. */
  scope?: string;
  /** The API that access tokens are for: of the client, and the same in every call. */
  audience?: string;
  /** The callback URL: of the client, and the same in every call. Default: the origin of the page. */
  redirect_uri?: string;
  /** An organization's id (`org_...`) or name. Whoever signs in to another one is not signed in here. */
  organization?: string;
  prompt?: 'none' | 'login' | 'consent' | 'select_account';
  /** How old the user's sign-in may be, in seconds; checked when it comes back. */
  max_age?: string | number;
  display?: 'page' | 'popup' | 'touch' | 'wap';
  ui_locales?: string;
  login_hint?: string;
  id_token_hint?: string;
  acr_values?: string;
  screen_hint?: string;
  connection?: string;
  invitation?: string;
  [parameter: string]: unknown;
}

/** Where the session is kept. */
export type CacheLocation = 'memory' | 'localstorage';

/** A store of the app's own. It is given one entry, `{ session: string }`. */
export interface ICache {
  set<T = Any>(key: string, entry: T): Promise<void> | void;
  get<T = Any>(key: string): Promise<T | undefined> | T | undefined;
  remove(key: string): Promise<void> | void;
  /** Accepted, and not called. */
  allKeys?(): Promise<string[]> | string[];
}

/** The options of {@link createAuth0Client}. */
export interface Auth0ClientOptions extends Refused {
  /** The tenant's domain, `acme.eu.auth0.com` or your own; an origin with its scheme is taken as it is. */
  domain: string;
  clientId: string;
  /** What tokens name as their issuer. Default: `https://`, the domain and a slash. */
  issuer?: string;
  /** Of every sign-in; what a call asks for is added, or wins. The default of `scope` is `profile email`. */
  authorizationParams?: AuthorizationParams;
  /** How far the clocks of this device and of the server may differ, in seconds. Default: 60; at most 300. */
  leeway?: number;
  /** Default: `memory`. */
  cacheLocation?: CacheLocation;
  /** Instead of `cacheLocation`. */
  cache?: ICache;
  /** Whether access tokens are renewed by a refresh token, for which `offline_access` is asked; otherwise in a hidden frame. Default: false. */
  useRefreshTokens?: boolean;
  /** Whether the frame is tried where there is no refresh token, or it is refused. Default: false. */
  useRefreshTokensFallback?: boolean;
  /** How long the server may take to answer in a frame, in seconds. Default: 60. */
  authorizeTimeoutInSeconds?: number;
  /** The time limit of each request, in seconds. Default: 10. */
  httpTimeoutInSeconds?: number;
  /** How long {@link Auth0Client.checkSession} asks the server by itself after the last sign-in here, in days. Default: 1. */
  sessionCheckExpiryDays?: number;
  /** The domain of the cookie that remembers that. Default: this host's. */
  cookieDomain?: string;
  /** Accepted, and without effect: nothing about the SDK is sent. */
  auth0Client?: { name: string; version: string; env?: Record<string, string> };
  /** Accepted, and without effect: there is one cookie, which current browsers take. */
  legacySameSiteCookie?: boolean;
  /** Accepted, and without effect: there is no worker. */
  workerUrl?: string;
  /** Accepted, and without effect. */
  enterpriseConnect?: boolean;
}

/** What the original can do and Proofkey cannot, or will not: taken with the one value that does not ask for it. */
export interface Refused {
  createAnonymousSessionOnFailedSilentAuth?: false;
  interactiveErrorHandler?: undefined;
  nowProvider?: undefined;
  refreshTokenMode?: 'offline';
  sessionTransferTokenQueryParamName?: undefined;
  useCookiesForTransactions?: false;
  useDpop?: false;
  useFormData?: true;
  useMrrt?: false;
}

/** The options of {@link Auth0Client.loginWithRedirect}. */
export interface RedirectLoginOptions<TAppState = Any> {
  authorizationParams?: AuthorizationParams;
  /** Anything that JSON can hold; {@link Auth0Client.handleRedirectCallback} gives it back. It never leaves the browser. */
  appState?: TAppState;
  /** Put behind the authorization URL. */
  fragment?: string;
  /** Opens the authorization URL instead of `location.assign`. */
  openUrl?: (url: string) => Promise<void> | void;
  /** @deprecated the old name of `openUrl` */
  onRedirect?: (url: string) => Promise<void>;
}

/** What {@link Auth0Client.handleRedirectCallback} gives. */
export interface RedirectLoginResult<TAppState = Any> {
  appState?: TAppState;
  response_type: 'code';
}

/** The options of {@link Auth0Client.loginWithPopup}. */
export interface PopupLoginOptions {
  authorizationParams?: AuthorizationParams;
}

/** What concerns the window of {@link Auth0Client.loginWithPopup}. */
export interface PopupConfigOptions {
  /** How long the user may take, in seconds. Default: 60, or `authorizeTimeoutInSeconds`. */
  timeoutInSeconds?: number;
  /** A window that the app has opened. */
  popup?: Any;
  /** A popup is always closed in the end. */
  closePopup?: true;
}

/** The options of {@link Auth0Client.getTokenSilently}. */
export interface GetTokenSilentlyOptions {
  /** `off`: the server is asked in any case. `cache-only`: it is not asked, and there may be no token. Default: `on`. */
  cacheMode?: 'on' | 'off' | 'cache-only';
  authorizationParams?: AuthorizationParams;
  /** Instead of `authorizeTimeoutInSeconds`. */
  timeoutInSeconds?: number;
  /** Whether to give {@link GetTokenSilentlyVerboseResponse} instead of the token. Default: false. */
  detailedResponse?: boolean;
}

/** The options of {@link Auth0Client.getTokenWithPopup}. */
export interface GetTokenWithPopupOptions extends PopupLoginOptions {
  /** Accepted, and without effect: a sign-in always brings a new token. */
  cacheMode?: 'on' | 'off' | 'cache-only';
}

/** An access token and what is known of it. Neither the ID Token nor the refresh token is in it. */
export interface GetTokenSilentlyVerboseResponse {
  access_token: string;
  token_type: 'Bearer';
  /** How long it has still to live, in seconds. */
  expires_in: number;
  /** What was granted. */
  scope: string;
}

/** The options of {@link Auth0Client.logout}. */
export interface LogoutOptions {
  /** Instead of the client's own; `null`: none is sent. */
  clientId?: string | null;
  logoutParams?: {
    /** Whether the user is signed out at the identity provider behind Auth0 as well. */
    federated?: boolean;
    /** Where the user comes back to; one of the Allowed Logout URLs. */
    returnTo?: string;
    [parameter: string]: unknown;
  };
  /** Opens the logout URL instead of `location.assign`; `false`: the user is signed out here alone. */
  openUrl?: false | ((url: string) => Promise<void> | void);
  /** @deprecated the old name of `openUrl` */
  onRedirect?: (url: string) => Promise<void>;
}

/** The options of {@link Auth0Client.revokeRefreshToken}. */
export interface RevokeRefreshTokenOptions {
  /** The client's own. */
  audience?: string;
}

/** What the ID Token says of the user. */
export interface User {
  sub?: string;
  name?: string;
  given_name?: string;
  family_name?: string;
  middle_name?: string;
  nickname?: string;
  preferred_username?: string;
  profile?: string;
  picture?: string;
  website?: string;
  email?: string;
  email_verified?: boolean;
  gender?: string;
  birthdate?: string;
  zoneinfo?: string;
  locale?: string;
  phone_number?: string;
  phone_number_verified?: boolean;
  address?: string;
  updated_at?: string;
  [claim: string]: Any;
}

/** All claims of the verified ID Token. `__raw`, the token itself, is not among them. */
export interface IdToken extends User {
  iss?: string;
  aud?: string;
  exp?: number;
  nbf?: number;
  iat?: number;
  nonce?: string;
  auth_time?: string;
  acr?: string;
  amr?: string[];
  azp?: string;
  sid?: string;
  org_id?: string;
  org_name?: string;
}
