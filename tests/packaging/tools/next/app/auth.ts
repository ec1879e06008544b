import { createClient } from 'proofkey';

declare global {
  var issuer: string | undefined;
}

/** Made on the server as well, where it does nothing. */
export const auth = createClient({
  // An app has the URL of its server in it; the test's is known only in the page.
  issuer: globalThis.issuer ?? 'https://op.example',
  clientId: 'spa',
  redirectUri: `${typeof window === 'undefined' ? 'https://app.example' : location.origin}/callback`,
  scope: 'openid profile',
});
