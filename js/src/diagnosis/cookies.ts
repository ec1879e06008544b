import type { Finding } from './options.js';
import type { Setup } from './setup.js';

/** What can be told without a sign-in: whether the server's cookies are a third party's in a frame of this page. */
export function thirdPartyCookies({ options: { issuer } }: Setup): Finding {
  const id = 'third_party_cookies';
  const server = new URL(issuer);
  const details = { page: location.origin, server: server.origin };
  if (isOtherSite(server, location)) {
    return {
      id,
      severity: 'warning',
      text: 'The server is on another site than this page: where the browser blocks third-party cookies (Safari, Firefox, Brave, private windows), it does not know the user in a hidden frame. loginSilently and monitorSession do not work there; redirect, popup and refresh need no such cookies.',
      fix: "Use refresh tokens. Or give the server a name below that of the app's site.",
      details,
    };
  }
  return {
    id,
    severity: 'info',
    text: 'Server and page are on the same site, as far as their names tell: cookies of the server reach a hidden frame.',
    fix: '',
    details,
  };
}

/**
 * Certain where it says so. The other way round is not: what belongs together below a public suffix (`a.co.uk` and `b.co.uk` do not) only
 * a list of them tells.
 */
function isOtherSite(one: URL | Location, other: URL | Location) {
  if (one.protocol !== other.protocol) return true;
  return siteOf(one.hostname) !== siteOf(other.hostname);
}

/** The last two labels; an address in numbers is whole. */
const siteOf = (host: string) => (/^[\d.]+$|:/.test(host) ? host : host.split('.').slice(-2).join('.'));
