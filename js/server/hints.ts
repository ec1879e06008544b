// What to do about an error, where that is another thing on a server than in a page.
import type { ErrorCode } from '../src/errors.js';
import { hintOf as hintOfPage } from '../src/hints.js';

const hints: Partial<Record<ErrorCode, string>> = {
  clock_skew:
    'The clock of this server or of the authorization server is wrong: they differ by `skewSeconds`. Nothing was given out. Have both follow a time server.',
  config_error: 'Look at the option that `option` names: unknown, missing, of the wrong type or not allowed here.',
  core_load_failed:
    'The core could not be compiled (`cause`). It needs Node 20.19 or newer, or another runtime that lets WebAssembly be compiled while it runs.',
  insufficient_scope:
    'The user or the server granted less (`received`) than this call needs. Begin a sign-in with that scope.',
  login_required:
    'The access token expired, and the session has no refresh token; or it is no session of this client. Begin a sign-in.',
  network_error:
    'No answer could be read: the server is down, cannot be reached from here, or it redirected. A session is as good as before.',
  session_expired: 'The server takes the refresh token no longer. Forget the session, and begin a sign-in.',
  state_not_found:
    'The request has no cookie of this sign-in: it was ended already, took longer than ten minutes, or another browser began it; or the app is reached by another name than redirectUri has. Begin again.',
  timeout: 'No answer came in time. Try again, or raise timeoutSeconds. A session is as good as before.',
  transaction_expired: 'The sign-in took longer than ten minutes. Begin it again.',
  transaction_invalid:
    'The cookie was not sealed for this sign-in: it was changed, or another instance has another cookieSecret. Nothing was sent; begin it again.',
};

/** By the `error` that the token endpoint answered with. */
const refusals: Readonly<Record<string, string>> = {
  invalid_client:
    'The server does not know the client by what clientAuthentication proves. Compare method and secret, or key, with its registration.',
  invalid_grant:
    'The server takes the code no longer: it was used (a reload, or Back), took too long, or redirectUri has changed. Begin a sign-in.',
};

/** The most precise one that there is. */
export function hintOf(code: ErrorCode, error = ''): string {
  const ofServer = (code === 'token_error' && Object.hasOwn(refusals, error) && refusals[error]) || hints[code];
  return ofServer || hintOfPage(code, error);
}
