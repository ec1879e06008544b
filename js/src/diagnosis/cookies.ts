import { siteOf } from '../window/site.js';
import type { Finding } from './options.js';
import { isUrl, type Metadata, type Setup } from './setup.js';

/** What can be told without a sign-in: whether the server's cookies are a third party's in a frame of this page. */
export function thirdPartyCookies({ options: { issuer } }: Setup, metadata: Metadata | undefined): Finding {
  const id = 'third_party_cookies';
  const { authorization_endpoint: endpoint } = metadata ?? {};
  const server = new URL(typeof endpoint === 'string' && isUrl(endpoint) ? endpoint : issuer);
  const details = { page: location.origin, server: server.origin };
  if (siteOf(server) !== siteOf(location)) {
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
