import { signal } from '@angular/core';
import { createClient, type ProofkeyError } from 'proofkey';

declare global {
  var issuer: string;
}

export const auth = createClient({
  // An app has the URL of its server in it; the test's is known only in the page.
  issuer: globalThis.issuer,
  clientId: 'spa',
  redirectUri: `${location.origin}/callback`,
  scope: 'openid profile',
});

export const error = signal<ProofkeyError | undefined>(undefined);

/** Before the router looks at the URL: ends the sign-in that the page is a callback of, or looks for a session. */
export async function start() {
  try {
    if (auth.isRedirectCallback()) {
      const { returnTo } = await auth.handleRedirectCallback();
      history.replaceState(null, '', returnTo);
    } else {
      await auth.checkSession();
    }
  } catch (reason) {
    error.set(reason as ProofkeyError);
  }
}
