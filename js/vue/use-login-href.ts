import { type MaybeRefOrGetter, onMounted, type Ref, shallowRef, toValue, watch } from 'vue';
import { loginHrefOf } from '../src/login-href.js';
import type { AuthorizationUrlOptions } from '../src/types.js';
import { provided } from './use-proofkey.js';

/**
 * The URL of a sign-in link, in `setup`: `<a :href="href">Sign in</a>`. A plain click leads to the authorization server without a
 * script in between. `undefined` as long as there is none: on a server, while the app starts, and where `loginWithRedirect()` would fail;
 * show a button that calls that instead.
 *
 * The URL is renewed before the sign-in that it begins would be too old, and the link leads back to where the user is when it is
 * clicked. Opened in a new tab, it comes back without what this tab remembers: see `signInOnUnknownState` of the plugin.
 *
 * @param options - Those of the sign-in, or a ref or a function that gives them.
 * @throws `config_error` in an app that does not use the plugin, or for an `appState` that JSON cannot hold.
 */
export function useLoginHref(
  options?: MaybeRefOrGetter<AuthorizationUrlOptions | undefined>,
): Readonly<Ref<string | undefined>> {
  const { binding } = provided('useLoginHref');
  const href = shallowRef<string>();
  // Not before: a server has shown no link, and none is to be made for a component that is never shown.
  onMounted(() => {
    watch(
      () => loginHrefOf(binding, toValue(options)),
      ({ subscribe, get }, _before, onCleanup) => {
        const show = () => {
          href.value = get();
        };
        onCleanup(subscribe(show));
        show();
      },
      { immediate: true },
    );
  });
  return href;
}
