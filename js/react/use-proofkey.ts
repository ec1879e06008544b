import { useMemo, useSyncExternalStore } from 'react';
import type { BindingState, Calls } from '../src/binding.js';
import type { Client, UserClaims } from '../src/types.js';
import { useBinding } from './provider.js';

/** What {@link useProofkey} gives: the state, the calls that components make, and the client. */
export interface Proofkey<Claims extends UserClaims = UserClaims> extends BindingState<Claims>, Calls<Claims> {
  /** The client of the provider, with everything else. */
  readonly client: Client<Claims>;
}

/**
 * The state of the provider's client: the component is rendered again when it changes. The calls stay the same functions, so they
 * can be dependencies of an effect.
 *
 * @typeParam Claims what the app knows of its users' claims, as given to `createClient`.
 * @throws `config_error` with `option: 'client'` where there is no provider above.
 */
export function useProofkey<Claims extends UserClaims = UserClaims>(): Proofkey<Claims> {
  const { client, calls, subscribe, getSnapshot, getServerSnapshot } = useBinding<Claims>();
  const state = useSyncExternalStore(subscribe, getSnapshot, getServerSnapshot);
  return useMemo(() => ({ ...state, ...calls, client }), [state, calls, client]);
}
