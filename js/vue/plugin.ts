import { type App, type Plugin, type ShallowRef, shallowRef } from 'vue';
import { type Binding, type BindingState, bindingOf, type StartOptions } from '../src/binding.js';
import type { Client, LoginOptions } from '../src/types.js';
import { guardRoutes, type RouterLike } from './router.js';

/** The options of {@link createProofkey}. */
export interface ProofkeyPluginOptions {
  /** Of `createClient`. It stays the app's own: stores, API modules and other apps of the page may use the same one. */
  readonly client: Client;
  /**
   * Vue Router's. With it, routes with `meta: { requiresAuth: true }` (their own or a parent's) are for signed-in users, and a sign-in
   * leads back to the route that it was begun at, in the place of the callback's. Default: no route is guarded.
   */
  readonly router?: RouterLike;
  /** For the sign-ins that a guarded route begins. Default: those of the client. */
  readonly loginOptions?: Omit<LoginOptions, 'returnTo'>;
  /**
   * Is called when a sign-in has ended, instead of going back to its `returnTo`: with the router if there is one, else by the address
   * bar and a `popstate` event.
   */
  readonly onRedirectCallback?: StartOptions['onRedirectCallback'];
  /**
   * Whether to begin a sign-in of this tab's own where a callback ends in `state_not_found` and nobody is signed in: a sign-in link
   * that was opened in a new tab comes back there, without what the first tab remembers. Once in each tab. Options of that sign-in may be
   * given; its `returnTo` is `/` by default. Default: false, the error is shown.
   */
  readonly signInOnUnknownState?: StartOptions['signInOnUnknownState'];
}

/** What {@link createProofkey} makes, for `app.use`. */
export type ProofkeyPlugin = Plugin<[]>;

/** What an app's components are given. */
export interface Provided {
  readonly binding: Binding;
  /** The state now. */
  readonly state: Readonly<ShallowRef<BindingState>>;
}

/** The same for two copies of this module, as a bundler may make them: one for `import`, one for `require`. */
export const key = Symbol.for('proofkey');

/**
 * Makes the plugin: `app.use(createProofkey({ client, router }))`, before `app.use(router)`. When it is used, it ends the sign-in
 * that the page is the callback of, or looks for a session; {@link useProofkey} tells components how it went. Several
 * apps of a page may share one client. On a server it does nothing: `isLoading` is true there.
 */
export function createProofkey({
  client,
  router,
  loginOptions,
  onRedirectCallback,
  signInOnUnknownState,
}: ProofkeyPluginOptions): ProofkeyPlugin {
  return {
    install(app: App) {
      const binding = bindingOf(client);
      const state = shallowRef(binding.getSnapshot());
      app.provide(key, { binding, state } satisfies Provided);
      // An app on a server is never unmounted, so it must listen to nothing.
      if (typeof window === 'undefined') return;
      const unsubscribe = binding.subscribe(() => {
        state.value = binding.getSnapshot();
      });
      // Before the start, which takes the answer of the server out of the address bar.
      const routes = router && guardRoutes(router, binding, loginOptions);
      // Here and not when a component is mounted: the answer of the server leaves the address bar at once.
      binding.start({ onRedirectCallback: onRedirectCallback ?? routes?.goBack, signInOnUnknownState });
      // app.onUnmount would be shorter; Vue has it since 3.5.
      const { unmount } = app;
      app.unmount = () => {
        unsubscribe();
        routes?.stop();
        unmount();
      };
    },
  };
}
