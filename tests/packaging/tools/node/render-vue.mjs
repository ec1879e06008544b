import assert from 'node:assert/strict';
import { createClient } from 'proofkey';
import { createProofkey, useProofkey } from 'proofkey/vue';
import { createSSRApp, h } from 'vue';
import { renderToString } from 'vue/server-renderer';
import { options, touched, watchGlobals } from './entries.cjs';

const App = {
  setup() {
    const { isLoading, isAuthenticated } = useProofkey();
    return () => h('p', `loading: ${isLoading.value}, signed in: ${isAuthenticated.value}`);
  },
};

watchGlobals();
const app = createSSRApp(App).use(createProofkey({ client: createClient(options) }));
assert.equal(await renderToString(app), '<p>loading: true, signed in: false</p>');
assert.deepEqual([...touched], []);
