// Renders an app with all of `proofkey/vue` in it, as a server does, and prints it.
import { createSSRApp, h } from 'vue';
import { renderToString } from 'vue/server-renderer';
import { createProofkey, useProofkey } from '../../../target/npm/dist/vue.js';
import { auth } from './client.mjs';

const app = createSSRApp({
  setup() {
    const { isLoading, user } = useProofkey();
    return () => h('p', isLoading.value ? 'loading' : (user.value?.name ?? 'nobody'));
  },
});
app.use(createProofkey({ client: auth }));
process.stdout.write(await renderToString(app));
