'use client';
/**
 * A fake client, and the real provider with it.
 *
 * @module proofkey/testing/react
 */
import type { ReactElement, ReactNode } from 'react';
import { ProofkeyProvider, type ProofkeyProviderProps } from '../react/provider.js';
import type { UserClaims } from '../src/types.js';
import { createFakeClient, type FakeClient, type FakeOptions } from './fake-client.js';

/** What {@link createFakeProofkey} gives. */
export interface FakeProofkey<Claims extends UserClaims = UserClaims> {
  /** The provider's: `client.set(...)`, `client.failNext(...)`, `client.calls`. */
  client: FakeClient<Claims>;
  /** `ProofkeyProvider` with that client: `render(<Profile />, { wrapper: Provider })`. */
  Provider: (props: { children?: ReactNode }) => ReactElement;
}

/**
 * Creates a provider whose client's state is what you say: `createFakeProofkey({ user: { sub: '1', name: 'Alice' } })`.
 *
 * @param options - Those of `createFakeClient`. Default: nobody is signed in.
 * @param props - Further ones of the provider.
 */
export function createFakeProofkey<Claims extends UserClaims = UserClaims>(
  options?: FakeOptions<Claims>,
  props?: Omit<ProofkeyProviderProps, 'client' | 'children'>,
): FakeProofkey<Claims> {
  const client = createFakeClient<Claims>(options);
  return {
    client,
    Provider: ({ children }) => (
      <ProofkeyProvider {...props} client={client}>
        {children}
      </ProofkeyProvider>
    ),
  };
}
