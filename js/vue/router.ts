import { type Binding, restored } from '../src/binding.js';
import { show } from '../src/location.js';
import type { LoginOptions, RedirectResult } from '../src/types.js';

/** What is used of a route of Vue Router 4. */
export interface RouteLike {
  readonly fullPath: string;
  readonly meta: { readonly requiresAuth?: unknown };
}

/** What is used of Vue Router 4: its `Router` has this form. Written out, so that apps without a router need no types of it. */
export interface RouterLike {
  beforeEach(guard: (to: RouteLike) => Promise<boolean | string>): () => void;
  isReady(): Promise<void>;
  replace(to: string): Promise<unknown>;
  resolve(to: string): { readonly href: string };
}

/** Has the router wait for the start, and guards its routes. */
export function guardRoutes(router: RouterLike, binding: Binding, loginOptions: LoginOptions | undefined) {
  const { client } = binding;
  let isFirst = true;
  let latest: RouteLike;
  let leaving: Promise<void> | undefined;
  // Vue Router keeps the URL that the page was loaded with, and would show code and state again when its first navigation ends.
  const isCallback = client.isRedirectCallback();
  const here = () => routeOf(router, location.pathname + location.search + location.hash);

  const stop = router.beforeEach(async (to) => {
    const isStart = isFirst;
    isFirst = false;
    latest = to;
    await binding.start();
    const { isAuthenticated, error } = binding.getSnapshot();
    const isRefused = Boolean(to.meta.requiresAuth) && !isAuthenticated;
    // The page was loaded for this, and it failed: to sign in again unasked would go round for ever. A click may.
    if (isStart && isRefused && error) return false;
    if (isStart && isCallback) {
      // The app's own onRedirectCallback may have begun another navigation, which a place that is answered here would end.
      await new Promise((later) => setTimeout(later));
      if (latest === to && here() !== to.fullPath) return here();
    }
    // The router itself ends what the user has gone on from meanwhile.
    if (!isRefused || latest !== to) return true;
    leaving ??= client
      .loginWithRedirect({ ...loginOptions, returnTo: router.resolve(to.fullPath).href })
      .finally(() => {
        leaving = undefined;
      });
    await leaving;
    await restored();
    // Back from the login page: to the page that was there, or to this one, which is looked at again as after a reload.
    return isStart && to.fullPath;
  });

  /** Shows the place of the sign-in. */
  function goBack({ returnTo }: RedirectResult) {
    show(returnTo);
    // The first navigation, if it is not over, waits in the guard and is led there; then this one changes nothing. To replace it
    // would end it as a failure, for which `isReady` rejects.
    router.isReady().then(
      () => router.replace(here()),
      () => {},
    );
  }

  return { goBack, stop };
}

/** The route that a path, query and hash of this origin stand for, below the base of the router's history, or in its hash. */
function routeOf(router: RouterLike, path: string): string {
  const base = router.resolve('/').href;
  const at = base.startsWith('#') ? path.indexOf('#') : 0;
  return at >= 0 && path.startsWith(base, at) ? path.slice(at + base.length - 1) : '/';
}
