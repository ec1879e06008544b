import assert from 'node:assert/strict';
import 'react';
import 'vue';
import 'vue-router';
import { entries, options, touched, watchGlobals } from './entries.cjs';

watchGlobals();
for (const entry of entries) await import(entry);
for (const entry of ['proofkey', 'proofkey/eager', 'proofkey/slim']) {
  const { createClient } = await import(entry);
  assert.equal(createClient(options).isAuthenticated, false);
}
const { createAuth0Client } = await import('proofkey/compat/auth0');
const auth0 = await createAuth0Client({ domain: 'acme.example', clientId: 'spa' });
assert.equal(await auth0.isAuthenticated(), false);
const { UserManager } = await import('proofkey/compat/oidc-client');
const manager = new UserManager({
  authority: 'https://op.example',
  client_id: 'spa',
  redirect_uri: options.redirectUri,
});
assert.equal(await manager.getUser(), null);
assert.deepEqual([...touched], []);
