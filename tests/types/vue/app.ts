// `proofkey/vue` as an app sees it: the router is Vue Router's own, refs are readonly, claims are the app's.
import { createClient, type ErrorCode, type UserClaims } from 'proofkey';
import { createProofkey, useProofkey } from 'proofkey/vue';
import { createApp, type Ref } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';

interface MyClaims extends UserClaims {
  department: string;
}

const client = createClient<MyClaims>({ issuer: '', clientId: '', redirectUri: '' });
const router = createRouter({ history: createMemoryHistory(), routes: [] });
createApp({})
  .use(createProofkey({ client, router, loginOptions: { prompt: 'login' } }))
  .use(createProofkey({ client, onRedirectCallback: ({ appState, returnTo }) => void [appState, returnTo] }));

const { user, isLoading, error, loginWithRedirect, logout, client: same } = useProofkey<MyClaims>();
const department: string | undefined = user.value?.department;
const loading: Readonly<Ref<boolean>> = isLoading;
const code: ErrorCode | undefined = error.value?.code;
const ended: Promise<void> = loginWithRedirect({ returnTo: '/' });
void [department, loading, code, ended, logout(), same.getUser()?.department];

// @ts-expect-error: the state is the client's to change
isLoading.value = false;
// @ts-expect-error: the client is required
createProofkey({ router });
// @ts-expect-error: a guarded route knows where the user wanted to go
createProofkey({ client, loginOptions: { returnTo: '/' } });
