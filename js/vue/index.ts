/**
 * Proofkey for Vue 3: a plugin, a composable, and guarded routes for Vue Router 4.
 *
 * @module proofkey/vue
 */
export type { BindingState, Calls, OnRedirectCallback } from '../src/binding.js';
export { createProofkey, type ProofkeyPlugin, type ProofkeyPluginOptions } from './plugin.js';
export type { RouteLike, RouterLike } from './router.js';
export { useLoginHref } from './use-login-href.js';
export { type Proofkey, useProofkey } from './use-proofkey.js';
