import { type ReactNode, useEffect } from 'react';
import type { ProofkeyError } from '../src/errors.js';
import { useBinding } from './provider.js';
import { useProofkey } from './use-proofkey.js';

/** The props of {@link RedirectCallback}. */
export interface RedirectCallbackProps {
  /** What is shown until the app goes on. Default: nothing. */
  children?: ReactNode;
  /** What is shown if the sign-in failed. Default: the error is thrown, for the nearest error boundary. */
  onError?: (error: ProofkeyError) => ReactNode;
}

/**
 * The element of the route of `redirectUri`. The provider ends the sign-in, and goes on; this waits for it, and shows what went
 * wrong. Whoever comes here with no sign-in to end, by a bookmark for example, is taken to `/`.
 */
export function RedirectCallback({ children, onError }: RedirectCallbackProps): ReactNode {
  const binding = useBinding();
  const { error } = useProofkey();
  useEffect(() => {
    let isGone = false;
    binding.start().then((result) => {
      if (isGone || result || binding.getSnapshot().error) return;
      binding.navigate({ appState: undefined, returnTo: '/' });
    });
    return () => {
      isGone = true;
    };
  }, [binding]);
  if (!error) return children;
  if (onError) return onError(error);
  throw error;
}
