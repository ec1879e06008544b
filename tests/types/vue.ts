import { createClient, type ProofkeyError, type UserClaims } from 'proofkey';
import { createFakeProofkey } from 'proofkey/testing/vue';
import { createProofkey, type RouterLike, useLoginHref, useProofkey } from 'proofkey/vue';
import { createApp, type Ref, ref as refOf } from 'vue';
import { equal } from './equal.js';

interface Employee extends UserClaims {
  department: string;
}

const options = { issuer: 'https://op.example', clientId: 'spa', redirectUri: 'https://app.example/' };
const client = createClient<Employee>(options);
declare const router: RouterLike;
createApp({}).use(
  createProofkey({ client, router, loginOptions: { maxAge: 0 }, signInOnUnknownState: { returnTo: '/' } }),
);
equal<ReturnType<typeof useLoginHref>, Readonly<Ref<string | undefined>>>(true);
useLoginHref(refOf({ prompt: 'create' }));
useLoginHref(() => undefined);
// @ts-expect-error: a link opens nothing
useLoginHref({ openUrl: () => {} });

const { user, error, isLoading, getAccessToken, fetch, loginWithPopup } = useProofkey<Employee>();
equal<ReturnType<typeof fetch>, Promise<Response>>(true);
equal<ReturnType<typeof loginWithPopup>, Promise<void>>(true);
const who: Employee | undefined = user.value;
equal<typeof user.value, Employee | undefined>(true);
equal<typeof error.value, ProofkeyError | undefined>(true);
equal<typeof isLoading.value, boolean>(true);
equal<Awaited<ReturnType<typeof getAccessToken>>, string>(true);
// @ts-expect-error: the state is the client's to change
isLoading.value = false;
// @ts-expect-error: a ref is no boolean
const wrong: boolean = isLoading;
const ref: Readonly<Ref<boolean>> = isLoading;
void [who, wrong, ref];

// @ts-expect-error: a plugin needs a client
createProofkey({ router });

const { client: fake, plugin } = createFakeProofkey<Employee>({ user: { sub: '1', department: 'sales' } }, { router });
fake.set({ isStale: true });
createApp({}).use(plugin);
// @ts-expect-error: a user of this app has a department
createFakeProofkey<Employee>({ user: { sub: '1' } });
