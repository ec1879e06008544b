import type { ClientOptions, ServerMetadata } from '../../src/index.js';
import { texts } from '../texts.js';
import type { PopupWindowFeatures, RedirectParams } from './args.js';
import { clientNames, renamed } from './names.js';
import { type StateStore, sessionStoreOf, type WebStorageStateStore } from './stores.js';

/** What {@link UserManager.revokeTokens} takes: the refresh token must be among them. */
export type RevokeTokensTypes = readonly ('access_token' | 'refresh_token')[];

/** The settings of {@link UserManager}. What is refused, and what to do instead, stands in the guide. */
export interface UserManagerSettings extends RedirectParams {
  /** The issuer, character by character as the server writes it: a final `/` counts. */
  authority: string;
  client_id: string;
  /** Registered at the server, and sent exactly as given. */
  redirect_uri: string;
  /** The callback page of popups and hidden frames, if they have one of their own: both have the same. Default: `redirect_uri`. */
  popup_redirect_uri?: string;
  /** The same page as {@link popup_redirect_uri}; either name will do. */
  silent_redirect_uri?: string;
  post_logout_redirect_uri?: string;
  /** Must hold `openid`. Default: `openid`. */
  scope?: string;
  response_type?: 'code';
  /** Default: `query`. */
  response_mode?: 'query' | 'fragment';

  /** What every sign-in asks for, unless its own arguments say otherwise. */
  prompt?: string;
  display?: string;
  /** In seconds; checked when the user comes back. */
  max_age?: number;
  ui_locales?: string;
  acr_values?: string;
  /** Sent with every authorization request (RFC 8707). */
  resource?: string;
  /** Added to every authorization request. */
  extraQueryParams?: Readonly<Record<string, string | number | boolean>>;
  /** Added to every token request. */
  extraTokenParams?: Readonly<Record<string, unknown>>;

  /** The server's metadata, whole; it is not asked for any then. */
  metadata?: ServerMetadata;
  /** Only the place where metadata are in any case: `/.well-known/openid-configuration` behind {@link authority}. */
  metadataUrl?: string;
  /** The server's public keys; it is not asked for any then. */
  signingKeys?: readonly Readonly<Record<string, unknown>>[];
  /** The time limit of each request, in seconds. Default: 10. */
  requestTimeoutInSeconds?: number;

  /** Where the session is kept. Default: sessionStorage. */
  userStore?: WebStorageStateStore | StateStore;
  /** sessionStorage: where a sign-in under way is kept in any case. */
  stateStore?: WebStorageStateStore;
  /** Whether the profile has the claims of the UserInfo endpoint, too; asked for once for each user in a page. Default: false. */
  loadUserInfo?: boolean;
  /** Whether claims that serve the protocol are left out of the profile, or which. Default: true. */
  filterProtocolClaims?: boolean | readonly string[];

  /** Whether tokens are renewed before they expire. Default: true. */
  automaticSilentRenew?: boolean;
  /** How long before that, in seconds. Default: 60. */
  accessTokenExpiringNotificationTimeInSeconds?: number;
  /** How often a renewal that nobody answers in time is tried again, every 5 seconds. Default: until it is answered. */
  maxSilentRenewTimeoutRetries?: number;
  /** The time limit of a sign-in in a hidden frame, in seconds. Default: 10. */
  silentRequestTimeoutInSeconds?: number;
  /** Whether a hidden frame may sign in only who is signed in already, whom the server is told by `id_token_hint`. Default: true. */
  validateSubOnSilentRenew?: boolean;

  /** Whether the session at the server is watched. Default: false. */
  monitorSession?: boolean;
  /** How often, in seconds. Default: 2. */
  checkSessionIntervalInSeconds?: number;
  /** Whether a sign-out has the server take back the tokens. Default: false. */
  revokeTokensOnSignout?: boolean;
  /** Must name the refresh token. Default: both. */
  revokeTokenTypes?: RevokeTokensTypes;
  /** Of these `width` and `height`, and the time limit, have an effect. */
  popupWindowFeatures?: PopupWindowFeatures;

  /** Options of `createClient` that oidc-client-ts has no name for: `idTokenSignedResponseAlg`, `trustedAudiences`, `resourceServers`, ... */
  proofkey?: Omit<Partial<ClientOptions>, 'issuer' | 'clientId' | 'redirectUri' | 'autoRefresh'>;

  /** Accepted, without an effect: it is so in any case, or there is nothing that it would concern. */
  disablePKCE?: false;
  fetchRequestCredentials?: 'omit' | 'same-origin';
  includeIdTokenInSilentRenew?: boolean;
  includeIdTokenInSilentSignout?: boolean;
  mergeClaimsStrategy?: { array: 'replace' };
  monitorAnonymousSession?: false;
  omitScopeWhenRequesting?: false;
  popupWindowTarget?: string;
  popup_post_logout_redirect_uri?: string;
  query_status_response_type?: 'code';
  revokeTokenAdditionalContentTypes?: readonly string[];
  staleStateAgeInSeconds?: number;
  stopCheckSessionOnError?: boolean;
}

/** The options of `createClient` that do what the settings say. */
export function clientOptions(settings: UserManagerSettings): ClientOptions {
  const { authority, client_id: clientId, metadata, signingKeys, extraTokenParams } = settings;
  const relayRedirectUri = settings.popup_redirect_uri ?? settings.silent_redirect_uri;
  const authorizationParams = extraParameters(settings);
  return {
    ...(renamed(settings, clientNames) as Pick<ClientOptions, 'issuer' | 'clientId' | 'redirectUri'>),
    store: sessionStoreOf(settings.userStore, `proofkey.user:${authority}:${clientId}`),
    ...(metadata && { discovery: false }),
    ...(relayRedirectUri !== undefined && { relayRedirectUri }),
    ...(signingKeys && { jwks: { keys: signingKeys } }),
    ...(authorizationParams && { authorizationParams }),
    ...(extraTokenParams && { tokenParams: texts(extraTokenParams) }),
    ...settings.proofkey,
  };
}

/** Parameters of a sign-in that Proofkey has no option for. */
export function extraParameters({
  resource,
  extraQueryParams,
}: Pick<UserManagerSettings, 'resource' | 'extraQueryParams'>) {
  if (resource === undefined && !extraQueryParams) return undefined;
  return texts({ resource, ...extraQueryParams });
}
