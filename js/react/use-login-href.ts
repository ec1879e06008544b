import { useSyncExternalStore } from 'react';
import { loginHrefOf } from '../src/login-href.js';
import type { AuthorizationUrlOptions } from '../src/types.js';
import { useBinding } from './provider.js';

/**
 * The URL of a sign-in link: `<a href={useLoginHref()}>Sign in</a>`. A plain click leads to the authorization server without a script
 * in between. `undefined` as long as there is none: on a server, while the app starts, and where `loginWithRedirect()` would fail; show
 * a button that calls that instead.
 *
 * The URL is renewed before the sign-in that it begins would be too old, and the link leads back to where the user is when it is
 * clicked. Opened in a new tab, it comes back without what this tab remembers: see `signInOnUnknownState` of the provider.
 *
 * @param options - Those of the sign-in. Equal ones need not be the same object.
 * @throws `config_error` where there is no provider above, or for an `appState` that JSON cannot hold.
 */
export function useLoginHref(options?: AuthorizationUrlOptions): string | undefined {
  const { subscribe, get } = loginHrefOf(useBinding(), options);
  return useSyncExternalStore(subscribe, get, none);
}

const none = () => undefined;
