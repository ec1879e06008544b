/**
 * A fake client, and the real plugin with it.
 *
 * @module proofkey/testing/vue
 */
import type { UserClaims } from '../src/types.js';
import { createProofkey, type ProofkeyPlugin, type ProofkeyPluginOptions } from '../vue/plugin.js';
import { createFakeClient, type FakeClient, type FakeOptions } from './fake-client.js';

/** What {@link createFakeProofkey} gives. */
export interface FakeProofkey<Claims extends UserClaims = UserClaims> {
  /** The plugin's: `client.set(...)`, `client.failNext(...)`, `client.calls`. */
  client: FakeClient<Claims>;
  /** What `createProofkey` gives for that client: `mount(Profile, { global: { plugins: [plugin] } })`. */
  plugin: ProofkeyPlugin;
}

/**
 * Creates a plugin whose client's state is what you say: `createFakeProofkey({ user: { sub: '1', name: 'Alice' } })`.
 *
 * @param options - Those of `createFakeClient`. Default: nobody is signed in.
 * @param pluginOptions - Further ones of the plugin: `router`, `onRedirectCallback`.
 */
export function createFakeProofkey<Claims extends UserClaims = UserClaims>(
  options?: FakeOptions<Claims>,
  pluginOptions?: Omit<ProofkeyPluginOptions, 'client'>,
): FakeProofkey<Claims> {
  const client = createFakeClient<Claims>(options);
  return { client, plugin: createProofkey({ ...pluginOptions, client }) };
}
