import { type Binding, restored } from '../src/binding.js';
import { show } from '../src/location.js';
import type { LoginOptions, RedirectResult } from '../src/types.js';

/** What is used of a route of Vue Router 4. */
export interface RouteLike {
  readonly fullPath: string;
  readonly meta: { readonly requiresAuth?: unknown };
  /** Empty where no navigation has ended yet, and nothing is shown. */
  readonly matched: readonly unknown[];
}

/** What is used of Vue Router 4: its `Router` has this form. Written out, so that apps without a router need no types of it. */
export interface RouterLike {
  beforeEach(guard: (to: RouteLike, from: RouteLike) => Promise<boolean | string>): () => void;
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
  let hasFallenBack = false;
  // Vue Router keeps the URL that the page was loaded with, and would show code and state again when its first navigation ends.
  const isCallback = client.isRedirectCallback();
  const here = () => routeOf(router, location.pathname + location.search + location.hash);
  /** Gives the place of the address, which is looked at as the first one of the page. */
  const startAgain = () => {
    isFirst = true;
    return here();
  };

  const stop = router.beforeEach(async (to, from) => {
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
    // A click that came before the page's first navigation had ended, and ended it: there is no page yet to stay on.
    const isBlank = !isStart && from.matched.length === 0;
    leaving ??= client
      .loginWithRedirect({ ...loginOptions, returnTo: router.resolve(to.fullPath).href })
      .finally(() => {
        leaving = undefined;
      });
    try {
      await leaving;
    } catch (error) {
      // Behind what the router makes of the error. Once: the address may be for signed-in users as well, or lead to a route that is.
      if (isBlank && latest === to && !hasFallenBack) setTimeout(() => router.replace(startAgain()).catch(() => {}));
      hasFallenBack ||= isBlank;
      throw error;
    }
    await restored();
    // Back from the login page: to the page that was there, or to the address's own, as after a reload.
    return isBlank ? startAgain() : isStart && to.fullPath;
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
