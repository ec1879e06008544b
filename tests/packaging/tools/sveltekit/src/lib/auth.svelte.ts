import { createClient, type ProofkeyError } from 'proofkey';
import { createSubscriber } from 'svelte/reactivity';

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

let isLoading = $state(true);
let error = $state<ProofkeyError>();
const subscribe = createSubscriber((update) => auth.subscribe(update));

/** What reads it in a component runs again when it changes. */
export const session = {
  get isLoading() {
    return isLoading;
  },
  get error() {
    return error;
  },
  get user() {
    subscribe();
    return auth.getUser();
  },
};

/** Once, in the browser: ends the sign-in that the page is a callback of, or looks for a session. */
export async function start(navigate: (url: string) => Promise<void>) {
  try {
    if (auth.isRedirectCallback()) {
      const { returnTo } = await auth.handleRedirectCallback();
      await navigate(returnTo);
    } else {
      await auth.checkSession();
    }
  } catch (reason) {
    error = reason as ProofkeyError;
  }
  isLoading = false;
}
