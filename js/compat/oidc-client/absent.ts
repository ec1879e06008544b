// What Proofkey cannot or will not do, and what to do instead. None of it is ignored in silence, where that would change what an app does, or how
// safe it is. In TypeScript most of it does not compile either.
import { type Phase, ProofkeyError } from '../../src/index.js';
import type { UserManagerSettings } from './settings.js';
import { isSessionStorage } from './stores.js';

/** A name that is refused, unless its value is one that changes nothing. */
interface Refusal {
  readonly fix: string;
  readonly unless?: (value: unknown, settings: UserManagerSettings) => boolean;
}

const is =
  (...harmless: unknown[]) =>
  (value: unknown) =>
    harmless.includes(value);

const names = (type: string) => (types: unknown) => Array.isArray(types) && types.includes(type);

const noSecret = 'Leave it out, and register a public client: a page cannot keep a secret.';
const oneCallback = 'Set both to one page: Proofkey has one callback page for popups and frames.';
const ownOrigin = 'Leave it out: an answer is handed to pages of this origin alone.';
const ownValue = 'Leave it out: it is made for each sign-in, and compared when the user comes back.';
const noUrlState = 'Use `state`, which never leaves the browser.';
const revocation =
  'Name the refresh token too: it is what is revoked if there is one, and the access token where there is none.';

/** The place where a server's metadata are (OpenID Connect Discovery 1.0 section 4). */
const wellKnown = ({ authority }: UserManagerSettings) =>
  `${`${authority}`.replace(/\/$/, '')}/.well-known/openid-configuration`;

const bound =
  'Use createClient of proofkey with dpop: "required": its fetch makes the proofs. Here, tokens are Bearer tokens.';
const oneResource: Refusal = {
  fix: 'Give one, as a text: a session has one access token. A further API needs a client of its own at the server.',
  unless: (value) => typeof value === 'string',
};

/** Of the settings of `UserManager`. */
const settings: Record<string, Refusal> = {
  client_secret: { fix: noSecret },
  client_authentication: { fix: noSecret },
  token_endpoint_auth_signing_alg: { fix: noSecret },
  response_type: { fix: 'Set it to code, or leave it out.', unless: is('code') },
  query_status_response_type: { fix: 'Leave it out: there is no querySessionStatus.', unless: is('code') },
  disablePKCE: { fix: 'Leave it out: PKCE cannot be turned off.', unless: is(false) },
  dpop: { fix: bound },
  metadataUrl: {
    fix: 'Set authority to the issuer, whose /.well-known/openid-configuration is asked; or give metadata.',
    unless: (value, settings) => value === wellKnown(settings),
  },
  metadataSeed: { fix: 'Give metadata, whole.' },
  silent_redirect_uri: {
    fix: oneCallback,
    unless: (value, { popup_redirect_uri: popup }) => popup === undefined || popup === value,
  },
  resource: oneResource,
  stateStore: {
    fix: 'Leave it out: a sign-in under way is kept in sessionStorage, as its code verifier is for this tab alone.',
    unless: isSessionStorage,
  },
  fetchRequestCredentials: { fix: 'Leave it out: requests carry no cookies.', unless: is('same-origin', 'omit') },
  extraHeaders: { fix: 'Give a `fetch` that adds them: proofkey: { fetch: (input, init) => ... }.' },
  refreshTokenAllowedScope: { fix: 'Leave it out: a refresh asks for no scope, so what was granted stays.' },
  omitScopeWhenRequesting: { fix: 'Leave it out, and set scope: it must hold openid.', unless: is(false) },
  mergeClaimsStrategy: {
    fix: 'Leave it out: a claim of the UserInfo endpoint replaces that of the ID Token.',
    unless: (value) => (value as { array?: unknown } | null)?.array === 'replace',
  },
  monitorAnonymousSession: {
    fix: 'Leave it out: a session is watched while somebody is signed in.',
    unless: is(false),
  },
  revokeTokenTypes: { fix: revocation, unless: names('refresh_token') },
  iframeNotifyParentOrigin: { fix: ownOrigin, unless: (value) => value === globalThis.location?.origin },
  iframeScriptOrigin: { fix: ownOrigin, unless: (value) => value === globalThis.location?.origin },
};

/** Of the arguments of every sign-in. */
const signin: Record<string, Refusal> = {
  nonce: { fix: ownValue },
  url_state: { fix: noUrlState },
  redirect_uri: {
    fix: 'Make a UserManager for each redirect_uri.',
    unless: (value, settings) => value === settings.redirect_uri,
  },
  extraTokenParams: { fix: 'Set it for all token requests, in the settings.' },
  resource: oneResource,
};

/** Of the arguments of a silent one. */
const silent: Record<string, Refusal> = {
  ...signin,
  prompt: { fix: 'Leave it out: it is none.', unless: is('none') },
  resource: {
    fix: 'Set it in the settings: a refresh asks for what was granted.',
    unless: (value, settings) => value === settings.resource,
  },
};

/** Of the arguments of a sign-out. */
const signout: Record<string, Refusal> = {
  id_token_hint: { fix: 'Leave it out: the ID Token of the session is sent.' },
  url_state: { fix: noUrlState },
  extraQueryParams: {
    fix: 'Leave it out; proofkey: { postLogoutRedirectParameter } is for a logout that is the server’s own.',
  },
};

const keepOpen: Record<string, Refusal> = {
  keepOpen: { fix: 'Leave it out: a popup whose answer was taken is closed.', unless: is(false) },
};

const types: Record<string, Refusal> = { types: { fix: revocation, unless: names('refresh_token') } };

const tables = { settings, signin, silent, signout, keepOpen, types };

/** Methods of `UserManager` that are not there: each rejects with what to call instead. */
export const absentMethods: Readonly<Record<string, string>> = {
  signinResourceOwnerCredentials:
    'Call signinRedirect: a page that takes passwords of another server teaches users to be phished.',
  signoutPopup: 'Call signoutRedirect.',
  signoutPopupCallback: 'Call signoutCallback.',
  signoutSilent: 'Call removeUser to sign out here alone, or signoutRedirect.',
  signoutSilentCallback: 'Call signoutCallback.',
  querySessionStatus: 'Set monitorSession; or call signinSilent({ forceIframeAuth: true }).',
  storeUser: 'Call removeUser to forget one; `client.adoptTokens` takes over tokens that another library obtained.',
  dpopProof: bound,
  generateDPoPJkt: bound,
};

/** The error of what is refused. */
export function refusal(name: string, fix: string, phase: Phase): ProofkeyError {
  return new ProofkeyError('config_error', phase, `${name} is refused. ${fix}`, { option: name });
}

/**
 * Refuses what is not done.
 *
 * @param given by name; what is `undefined` was not given
 */
export function check(kind: keyof typeof tables, given: object, settings: UserManagerSettings, phase: Phase) {
  for (const [name, { fix, unless }] of Object.entries(tables[kind])) {
    const value: unknown = (given as Record<string, unknown>)[name];
    if (value !== undefined && !unless?.(value, settings)) throw refusal(name, fix, phase);
  }
}
