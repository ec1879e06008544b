/**
 * For the page that the authorization server frames when a user signs out elsewhere. No core is needed for it.
 *
 * @module proofkey/front-channel-logout
 */
import { channelOf, type EndedSession } from './channel.js';
import type { ClientOptions } from './types.js';

/**
 * Call it on the page that is registered as `frontchannel_logout_uri`, which the authorization server loads in a hidden
 * frame (OpenID Connect Front-Channel Logout 1.0 section 2). Every page of the client whose session has this `iss` and
 * `sid` signs out; all others ignore it.
 *
 * Browsers partition storage and channels by the site of the top-level page: the call reaches the app only if the
 * authorization server is of the same site (`login.example.com` and `app.example.com`). Across sites nothing is reached,
 * whatever an SDK does: shorten the life of the access token, or revoke at the server.
 *
 * @param options - issuer and clientId, as given to `createClient`.
 * @param url - The URL of the page. Default: that of this page. `iss` and `sid` must be registered as required
 * (`frontchannel_logout_session_required`): without them anybody could sign users out.
 * @returns Whether `iss` and `sid` came once each and `iss` is the issuer: then the pages were told, if the browser lets
 * pages tell each other anything.
 */
export function handleFrontChannelLogout(
  options: Pick<ClientOptions, 'issuer' | 'clientId'>,
  url: string = location.href,
): boolean {
  const { searchParams } = new URL(url, location.href);
  const [iss, ...furtherIss] = searchParams.getAll('iss');
  const [sid, ...furtherSid] = searchParams.getAll('sid');
  if (iss !== options.issuer || !sid || furtherIss.length > 0 || furtherSid.length > 0) return false;
  const channel = channelOf(options);
  if (!channel) return false;
  const ended: EndedSession = { iss, sid };
  channel.postMessage(ended);
  channel.close();
  return true;
}
