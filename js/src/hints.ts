// What to do about each error. Loaded only when there is something to say.

/** By the code of the error. */
export const hints = {
  aborted:
    'The call was ended by its signal (`cause` is the reason), or a sign-in by a new one of the same client. Nothing was stored.',
  access_token_rejected:
    'The API takes no token of this sign-in, not even a new one. Compare the audience, issuer and scope that it expects with what the server issues, and its clock; let it expose WWW-Authenticate.',
  alg_not_allowed:
    'The ID Token is signed with another algorithm. Set idTokenSignedResponseAlg to the one that the server uses for this client.',
  alg_unsupported:
    'The token is unsigned, signed with a shared secret, or in a way that is unknown. Let the server sign with RS256 for this client.',
  authorization_error: 'The server refused the sign-in: `error` and `errorDescription` say why.',
  body_not_replayable: 'There is a new token, but the body was a stream and is spent. Call again with another stream.',
  callback_ambiguous: 'The callback URL has a parameter twice, or code and error together. Begin the sign-in again.',
  callback_handed_over:
    'This page was the callback of a popup: the page that opened it has taken the answer over. Show that the window can be closed.',
  callback_has_token:
    'The callback URL carries a token. Register the client for response_type=code alone, and begin the sign-in again.',
  callback_in_frame:
    'A sign-in is ended in the page that the user sees, never in a frame. Register a redirectUri that nobody frames.',
  callback_malformed:
    'The callback URL cannot be decoded. Hand it over as the browser got it; a router or proxy may have changed it.',
  client_disposed: 'This client was disposed. Create another one.',
  clock_skew:
    'The clock of this device or of the server is wrong: they differ by `skewSeconds`. Nothing was stored. Set the clock; or let the server expose its Date header, or set clockOffsetSeconds.',
  config_error:
    'Look at the option that `option` names: unknown, missing, of the wrong type or not allowed. README.md lists the options.',
  core_load_failed:
    "The core could not be loaded: offline, a chunk that a new release took away, or engine: 'wasm' where the browser refuses it. Calling again tries again.",
  crit_unsupported:
    'The ID Token uses header extensions that no browser client needs. Turn them off for this client at the server.',
  cross_origin_redirect:
    'The API sent the browser to a URL that is not among resourceServers (`received`), which got no token there. Ask that URL by the plain fetch, or add it to resourceServers.',
  crypto_unavailable: 'WebCrypto is missing or refuses the algorithm. Serve the page over https, or from localhost.',
  dpop_unsupported: 'The server binds no tokens to keys. Turn DPoP on there, or set dpop to `auto` or `off`.',
  endpoint_missing:
    'The server has no endpoint for that: `expected` is not in its metadata. Nothing was sent. Do without, or turn it on at the server.',
  entropy_unavailable: 'The browser gave no random numbers. Nothing was sent.',
  expires_in_invalid:
    'The token response has an expires_in that is no number of seconds. Report it to the operator of the server.',
  http_status:
    'The endpoint answered with `status` and without an OAuth error. Look at the server or at a proxy before it.',
  id_token_acr_mismatch:
    'The user signed in by another method than the one asked for as essential. Begin the sign-in again.',
  id_token_at_hash_mismatch:
    'The access token is not the one that the ID Token was issued with. Nothing was stored; begin the sign-in again.',
  id_token_aud_mismatch: 'The ID Token is for another client. Compare clientId with the client at the server.',
  id_token_aud_untrusted: 'The ID Token is for others as well. Name them in trustedAudiences if you trust them.',
  id_token_auth_time_invalid:
    'The user signed in longer ago than maxAge allows, or the server did not say when. Begin the sign-in again.',
  id_token_azp_mismatch: 'The ID Token was issued to another client. Compare clientId with the client at the server.',
  id_token_c_hash_mismatch:
    'The code is not the one that the ID Token was issued for. Nothing was stored; begin the sign-in again.',
  id_token_claim_invalid:
    'A claim that must be there is missing or has the wrong type. Report it to the operator of the server.',
  id_token_expired:
    'The ID Token had expired when it came. Compare the clock of this device with the one of the server.',
  id_token_iss_mismatch:
    'The ID Token names another issuer. Set issuer to exactly what the server writes, a final slash included.',
  id_token_issued_in_future:
    'The ID Token was issued in the future. Compare the clock of this device with the one of the server.',
  id_token_missing: 'The token response has no ID Token. Check that the client may ask for the scope openid.',
  id_token_nonce_mismatch: 'The ID Token belongs to another sign-in. Nothing was stored; begin the sign-in again.',
  id_token_not_yet_valid: 'The ID Token is not valid yet. Compare the clock of this device with the one of the server.',
  id_token_sub_mismatch:
    'Somebody else has signed in than the user who was to. Nothing was stored; offer to sign in again, or without idTokenHint.',
  insecure_origin:
    'Browsers give WebCrypto to secure contexts alone. Serve the page over https: on your own machine from http://localhost, or under another name with a local certificate (mkcert makes one).',
  insufficient_scope:
    'The user or the server granted less (`received`) than this call needs. Call loginWithRedirect() with that scope.',
  internal_error: 'This is a defect of Proofkey. Please report it with `cause`.',
  iss_mismatch:
    'Another server than the one that was asked has answered (`received`). Nothing was sent to it; begin the sign-in again.',
  iss_missing:
    'The server promises iss in its answers and left it out. Begin the sign-in again; report it if that happens again.',
  issuer_not_allowed:
    'Another site wanted a sign-in at a server (`received`) that none of the clients given to handleInitiateLogin() is of. Nothing was sent.',
  jarm_invalid:
    'The signed answer is not for this client: `received` names the claim. Begin the sign-in again; if it stays so, compare issuer and clientId with the server.',
  jarm_missing:
    'A signed answer was asked for, and a plain one came. Register the client for query.jwt at the server, or leave responseMode out.',
  json_invalid:
    'The answer of the endpoint is no JSON that a strict reader takes. Look at the server or at a proxy before it.',
  jwe_unsupported: 'The ID Token is encrypted. Turn encryption off for this client at the server.',
  jwks_invalid: 'The key set has no `keys` array. Look at the jwks_uri of the server.',
  jws_malformed: 'The ID Token is no compact JWS. Report it to the operator of the server.',
  key_ambiguous: 'Several keys could have signed the ID Token. The server must name one by kid.',
  key_not_found:
    'The key that signed the ID Token is not in the key set of the server. It may have rotated just now: try again in a minute.',
  key_unusable: 'The key of the server is too weak or not valid. RSA keys need 2048 bits.',
  lock_timeout:
    'Another tab has been refreshing the session for too long; it may be frozen. The session is kept. Call again, or close that tab.',
  login_in_frame:
    'A sign-in that another site begins is begun in a page that the user sees, never in a frame. Let it link to the page.',
  login_required:
    'Nobody is signed in, or the access token expired and there is no refresh token. Call loginWithRedirect().',
  metadata_invalid: 'The metadata member that `received` names is missing, of the wrong type, or no https URL.',
  metadata_issuer_mismatch:
    'The server calls itself by another name. Set issuer to exactly `received`, if that is the server you mean.',
  network_error:
    'No answer could be read: offline, or the server does not allow this origin (CORS), or it redirected. The session is kept. diagnose() tells which.',
  not_a_callback: 'The URL is no answer of the authorization server. Ask isRedirectCallback() first.',
  not_in_browser: 'This needs a browser. On a server the client is inert: call it in an effect or an event handler.',
  not_in_vault:
    'The vault is without this call. Ask APIs by fetch(), or set exposeAccessToken; begin sign-ins by loginWithRedirect() in a button; tokens of another library are not taken.',
  not_ready:
    'The core or the metadata of the server are not there yet, and this call cannot wait. Await client.ready() first.',
  par_error:
    'The server refused the authorization request: `error` and `errorDescription` say why. Nobody was sent anywhere.',
  par_required:
    'This server wants the request pushed, which a link cannot wait for. Use loginWithRedirect or loginWithPopup.',
  par_response_invalid:
    'The answer to the pushed request names none. Report it to the operator of the server, or leave pushedAuthorizationRequests out.',
  pkce_unsupported:
    'The server lists its code challenge methods, and S256 is not among them. Update it; plain is never used.',
  popup_blocked:
    'The browser opened no window. Call loginWithPopup in the handler of a click, before anything is awaited; or use loginWithRedirect.',
  popup_closed: 'The user closed the window before the sign-in ended. Offer to sign in again.',
  redirect_loop:
    'Three sign-ins ended within 30 seconds, and the app begins one more. Show the error of the callback instead, or keep the session in a store that survives a reload.',
  refresh_mismatch:
    'The refreshed ID Token is about another user or sign-in, or is signed in another way. The session was ended; sign in again.',
  resource_not_allowed:
    'The URL is not among resourceServers, and nothing was sent. Add the API to that option of createClient, or use the plain fetch.',
  response_not_json: 'The answer of the endpoint is not application/json. Look at the server or at a proxy before it.',
  response_too_large: 'The answer of the endpoint is larger than 1 MiB. Look at the server or at a proxy before it.',
  session_expired: 'The server takes the refresh token no longer. Call loginWithRedirect().',
  session_monitor_failed:
    'The session at the server is watched no longer (`received`): its frame answered with an error, or not at all, or the sign-in brought no session_state. The session goes on here.',
  signature_invalid: 'The ID Token was not signed by the server that it names. Nothing was stored.',
  silent_unavailable:
    'No hidden frame of the server could work here, so none was tried: the page is cross-origin isolated, or the server is of another site (`received`) than the page. Call loginWithRedirect() or loginWithPopup(); a refresh token needs no frame.',
  state_not_found:
    'This tab began no such sign-in: a bookmarked or copied callback URL, another tab, or storage that was cleared. Begin again.',
  step_up_required:
    'The API wants the user to sign in anew: pass this error’s `acrValues` and `maxAge` to loginWithRedirect() or loginWithPopup(), or set onStepUp.',
  storage_degraded:
    'The store that was asked for (`expected`) is denied or full, so the session is kept in `received`. Allow site data for this site.',
  storage_unavailable:
    'sessionStorage cannot be used, so the sign-in could not be remembered. Allow site data for this site, or leave the frame.',
  timeout: 'No answer came in time. Try again, or raise timeoutSeconds. The session is kept.',
  token_error:
    'The endpoint refused: `error` and `errorDescription` say why. A code can be used once; begin the sign-in again.',
  token_response_invalid:
    'The token response lacks a member or has one of the wrong type. Report it to the operator of the server.',
  token_type_unsupported:
    'The token is not of the type that was asked for. Register the client for Bearer tokens, or for DPoP and set dpop.',
  transaction_expired: 'The sign-in took longer than an hour. Begin it again.',
  transaction_invalid: 'What was stored for this sign-in was changed. Nothing was sent; begin it again.',
  transaction_used:
    'This callback URL was handled already: a reload, or Back. The session, if there is one, is untouched.',
  typ_unsupported: 'The token is of another kind than an ID Token. Report it to the operator of the server.',
  userinfo_not_signed:
    'The answer is plain JSON though userinfoSignedResponseAlg is set. Turn signing on for this client at the server, or leave the option out.',
  userinfo_sub_mismatch:
    'The answer is about another user than the one who is signed in, and was dropped. Report it to the operator of the server.',
} as const;

/** What a client that declares HS256 is told once. */
export const unverified =
  'Proofkey: idTokenSignedResponseAlg is HS256, so the signature of ID Tokens cannot be verified in a browser; every other check is made. ' +
  'Set the signature algorithm of this client to RS256 at the server, then set the option to RS256.';

/** By the `error` that an authorization server answered a sign-in with. */
const refusals: Readonly<Record<string, string>> = {
  access_denied: 'The user said no, or the server does for them. Offer to sign in again.',
  consent_required: 'The user has not allowed this app yet, which prompt=none cannot ask for. Sign in without it.',
  invalid_scope:
    'The server does not know the scope, or this client may not ask for it. Compare `scope` with its settings.',
  login_required:
    'Nobody is signed in at the server, and it was asked to show no login page: by prompt=none, or, with ReachFive, by no prompt at all ' +
    'for a client that has neither a Login URL nor an orchestration token. Set those in its console, or sign in with prompt "login".',
  unauthorized_client: 'The client may not use this flow. Allow it the authorization code grant at the server.',
};

/** Of `network_error` while the browser has a network. */
const unread =
  'The browser is online, but no answer could be read: most probably the server does not allow this origin at this endpoint (CORS); or it ' +
  'is down, it redirects, or the connect-src of this page leaves it out. diagnose() tells which. The session is kept.';

/** Of `login_required` where the server has said so in a hidden frame. */
const withoutPage =
  'The server did not sign the user in without a page (`error`). Either nobody is signed in there, or it has to ask something; or the browser kept ' +
  "the server's cookies from the frame (third-party cookies), as where server and app are not of one site. Call loginWithRedirect() or loginWithPopup().";

/** The most precise one that there is. */
export function hintOf(code: keyof typeof hints, error = ''): string {
  if (code === 'network_error' && navigator.onLine) return unread;
  if (code === 'login_required' && error) return withoutPage;
  return (code === 'authorization_error' && Object.hasOwn(refusals, error) && refusals[error]) || hints[code];
}
