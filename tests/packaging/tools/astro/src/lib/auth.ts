import { createClient } from 'proofkey';

declare global {
  var issuer: string;
}

// Each page is a document of its own: the session is kept in the tab's storage, or the next page would not know of it.
export const auth = createClient({
  // An app has the URL of its server in it; the test's is known only in the page.
  issuer: globalThis.issuer,
  clientId: 'spa',
  redirectUri: `${location.origin}/callback`,
  scope: 'openid profile',
  store: 'sessionStorage',
});
