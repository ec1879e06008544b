import { createClient } from 'proofkey';
import { createProofkey } from 'proofkey/vue';

declare global {
  var issuer: string | undefined;
}

// Runs on the server as well, where the client does nothing.
export default defineNuxtPlugin(({ vueApp }) => {
  const client = createClient({
    // An app has the URL of its server in it; the test's is known only in the page.
    issuer: globalThis.issuer ?? 'https://op.example',
    clientId: 'spa',
    redirectUri: `${useRequestURL().origin}/callback`,
    scope: 'openid profile',
  });
  vueApp.use(createProofkey({ client, onRedirectCallback: ({ returnTo }) => navigateTo(returnTo, { replace: true }) }));
});
