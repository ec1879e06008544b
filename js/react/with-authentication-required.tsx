import { type ComponentType, type ReactNode, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { ProofkeyError } from '../src/errors.js';
import type { Client, LoginOptions } from '../src/types.js';
import { useProofkey } from './use-proofkey.js';

/** The options of {@link withAuthenticationRequired}. */
export interface AuthenticationRequiredOptions {
  /** What is shown while it is not known who is signed in, and on the way to the login page. Default: nothing. */
  onRedirecting?: () => ReactNode;
  /** What is shown instead of a further sign-in if one has failed. Default: the error is thrown, for the nearest error boundary. */
  onError?: (error: ProofkeyError) => ReactNode;
  /** What is shown if the user signs out while the component is there, in this tab or in another one. Default: nothing. */
  onSignedOut?: () => ReactNode;
  /** How the user signs in. Default: comes back to this page, query and hash included. */
  loginOptions?: LoginOptions;
}

/**
 * Makes a component that is for signed-in users alone: anybody else is sent to the login page, once.
 *
 * Nobody is sent there as long as the last sign-in has failed, since that would go round in circles; nor when the user has just
 * signed out, since the login page might sign in again at once. A session that has expired leads to the login page.
 */
export function withAuthenticationRequired<Props extends object>(
  Component: ComponentType<Props>,
  options: AuthenticationRequiredOptions = {},
): ComponentType<Props> {
  const { onRedirecting = nothing, onSignedOut = nothing, onError, loginOptions } = options;
  function AuthenticationRequired(props: Props): ReactNode {
    const { client, isLoading, isAuthenticated, error } = useProofkey();
    const hasSignedOut = useHasSignedOut(client);
    const isSent = !isLoading && !isAuthenticated && !error && !hasSignedOut;
    const failure = useLogin(client, isSent, loginOptions) ?? error;
    if (isAuthenticated) return <Component {...props} />;
    if (failure && !onError) throw failure;
    if (failure) return onError?.(failure);
    return hasSignedOut ? onSignedOut() : onRedirecting();
  }
  // By a name with a capital, hot reload takes an export for a component; those of this package are shortened by its build.
  const name = `AuthenticationRequired(${Component.displayName ?? Component.name})`;
  return Object.defineProperty(AuthenticationRequired, 'name', { value: name });
}

const nothing = () => null;

/** Whether the last that happened, while the component was there, was that the user signed out. */
function useHasSignedOut(client: Client): boolean {
  // A store, not a state: React renders what is told at once by stores at once, and together.
  const { subscribe, get } = useMemo(() => {
    let hasSignedOut = false;
    return {
      get: () => hasSignedOut,
      subscribe: (changed: () => void) =>
        client.subscribe((_, { reason }) => {
          hasSignedOut = reason === 'signed_out';
          changed();
        }),
    };
  }, [client]);
  return useSyncExternalStore(subscribe, get, get);
}

/** Sends the user to the login page if `isSent`; gives what went wrong with that. */
function useLogin(client: Client, isSent: boolean, options: LoginOptions | undefined): ProofkeyError | undefined {
  const [failure, setFailure] = useState<ProofkeyError>();
  useEffect(() => {
    // Whoever has to sign in later is sent again.
    if (!isSent) return void begun.delete(client);
    const send = () => login(client, options).catch(setFailure);
    const restored = async ({ persisted }: PageTransitionEvent) => {
      if (!persisted) return;
      // Back from the login page, to the page as it was left. The user may have signed in in another tab.
      begun.delete(client);
      if (!(await client.checkSession().catch(() => false))) send();
    };
    addEventListener('pageshow', restored);
    send();
    return () => removeEventListener('pageshow', restored);
  }, [client, isSent, options]);
  return isSent ? failure : undefined;
}

/** The sign-ins that were begun: the browser is on its way. */
const begun = new WeakMap<Client, Promise<void>>();

/** Begins a sign-in, if none was begun: StrictMode runs effects twice, and a page may have several such components. */
async function login(client: Client, options: LoginOptions | undefined): Promise<void> {
  const login = begun.get(client) ?? client.loginWithRedirect(options);
  begun.set(client, login);
  try {
    await login;
  } catch (error) {
    // A component that is mounted anew tries again.
    begun.delete(client);
    throw error;
  }
}
