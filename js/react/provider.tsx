import { createContext, type ReactElement, type ReactNode, useContext, useEffect } from 'react';
import { type Binding, bindingOf, type StartOptions } from '../src/binding.js';
import { ProofkeyError } from '../src/errors.js';
import type { Client, UserClaims } from '../src/types.js';

const Context = createContext<Binding | undefined>(undefined);

/** The props of {@link ProofkeyProvider}. */
export interface ProofkeyProviderProps {
  /**
   * What `createClient` gave: made once, outside of components. It is the app's own, and can be used everywhere else, too: in a
   * router's loader, for example.
   */
  client: Client;
  /**
   * Takes the user to where the sign-in began, by the app's router: `({ returnTo }) => navigate(returnTo, { replace: true })`.
   * Default: the address bar shows the place, and routers hear of it by a `popstate` event. In Next.js call its own `router.replace`.
   */
  onRedirectCallback?: StartOptions['onRedirectCallback'];
  /**
   * Whether to begin a sign-in of this tab's own where a callback ends in `state_not_found` and nobody is signed in: a sign-in link
   * that was opened in a new tab comes back there, without what the first tab remembers. Once in each tab. Options of that sign-in may be
   * given; its `returnTo` is `/` by default. Default: false, the error is shown.
   */
  signInOnUnknownState?: StartOptions['signInOnUnknownState'];
  children?: ReactNode;
}

/**
 * Shares a client with the components below. Ends the sign-in if the page is a callback, and looks for a session if it is none: once
 * for each client, however often it is mounted. Renders on a server, where the state is always `isLoading`.
 */
export function ProofkeyProvider({
  client,
  onRedirectCallback,
  signInOnUnknownState,
  children,
}: ProofkeyProviderProps): ReactElement {
  const binding = bindingOf(client);
  // Not by what it depends on: options may be another object each time, and a start that has begun only takes the last ones.
  useEffect(() => void binding.start({ onRedirectCallback, signInOnUnknownState }));
  return <Context.Provider value={binding}>{children}</Context.Provider>;
}

/** The binding of the provider above. */
export function useBinding<Claims extends UserClaims>(): Binding<Claims> {
  const binding = useContext(Context);
  if (binding) return binding as Binding as Binding<Claims>;
  const hint = 'There is no <ProofkeyProvider client={client}> above this component.';
  throw new ProofkeyError('config_error', 'create', hint, { option: 'client' });
}
