'use client';
/**
 * The state of a client in components. Next.js and its like read the line above: none of this is for a server
 * component.
 *
 * @module proofkey/react
 */
export type { BindingState, Calls, OnRedirectCallback } from '../src/binding.js';
export { ProofkeyProvider, type ProofkeyProviderProps } from './provider.js';
export { RedirectCallback, type RedirectCallbackProps } from './redirect-callback.js';
export { useLoginHref } from './use-login-href.js';
export { type Proofkey, useProofkey } from './use-proofkey.js';
export { type AuthenticationRequiredOptions, withAuthenticationRequired } from './with-authentication-required.js';
