import { computed, getCurrentInstance, hasInjectionContext, inject, onMounted, type Ref, shallowRef } from 'vue';
import type { Binding, BindingState, Calls } from '../src/binding.js';
import { ProofkeyError } from '../src/errors.js';
import type { Client, UserClaims } from '../src/types.js';
import { key, type Provided } from './plugin.js';

/** What {@link useProofkey} gives: the state as refs that only the client changes, and the calls. */
export type Proofkey<Claims extends UserClaims = UserClaims> = {
  readonly [Member in keyof BindingState<Claims>]: Readonly<Ref<BindingState<Claims>[Member]>>;
} & Calls<Claims> & {
    /** The client itself, for all that components seldom call. */
    readonly client: Client<Claims>;
  };

/**
 * The user, and the calls, in `setup` or wherever else `inject` works: `const { isLoading, user, loginWithRedirect } = useProofkey()`.
 *
 * @throws `config_error` with `option: 'client'` in an app that does not use the plugin.
 */
export function useProofkey<Claims extends UserClaims = UserClaims>(): Proofkey<Claims> {
  const given = provided('useProofkey');
  // The claims are what the app says that they are.
  const binding = given.binding as Binding as Binding<Claims>;
  const now = given.state as Readonly<Ref<BindingState>> as Readonly<Ref<BindingState<Claims>>>;
  const state = isHydrated() ? atFirst(binding.getServerSnapshot(), now) : now;
  const names = Object.keys(binding.getServerSnapshot()) as (keyof BindingState<Claims>)[];
  const refs = Object.fromEntries(names.map((name) => [name, computed(() => state.value[name])]));
  return { ...(refs as unknown as Proofkey<Claims>), ...binding.calls, client: binding.client };
}

/** What the plugin gives. @param use the composable that asks */
export function provided(use: string): Provided {
  const given = hasInjectionContext() ? inject<Provided | undefined>(key, undefined) : undefined;
  if (given) return given;
  const hint = `Call ${use}() in setup(), of an app with the plugin: app.use(createProofkey({ client })).`;
  throw new ProofkeyError('config_error', 'create', hint, { option: 'client' });
}

/** Whether the component takes over what a server has rendered: it has an element before it was ever mounted. */
function isHydrated() {
  return Boolean(getCurrentInstance()?.vnode.el);
}

/** What the server has shown until the component is mounted: of an app that is hydrated in parts, each part has its own time. */
function atFirst<T>(before: T, after: Readonly<Ref<T>>): Readonly<Ref<T>> {
  const isMounted = shallowRef(false);
  onMounted(() => {
    isMounted.value = true;
  });
  return computed(() => (isMounted.value ? after.value : before));
}
