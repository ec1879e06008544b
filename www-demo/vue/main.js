import { createProofkey } from 'proofkey/vue';
import { createApp } from 'vue';
import App from './App.vue';
import { auth } from './auth.js';
import { router } from './router.js';

// Back from the server's page for signing out: its `state` leaves the address bar.
if (new URLSearchParams(location.search).has('state') && !auth.isRedirectCallback()) {
  await auth.handleLogoutCallback().catch(console.error);
  await router.replace('/');
}

createApp(App)
  // The link to sign in may be opened in a new tab.
  .use(createProofkey({ client: auth, router, signInOnUnknownState: true }))
  .use(router)
  .mount('#app');
