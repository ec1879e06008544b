// proofkey/react as an app sees it. Each line that must not compile says so.
import { createClient, type ProofkeyError, type UserClaims } from 'proofkey';
import {
  type Proofkey,
  ProofkeyProvider,
  RedirectCallback,
  useLoginHref,
  useProofkey,
  withAuthenticationRequired,
} from 'proofkey/react';

interface MyClaims extends UserClaims {
  department: string;
}

const auth = createClient<MyClaims>({ issuer: '', clientId: '', redirectUri: '' });

function Account({ title }: { title: string }) {
  const { user, isLoading, error, client, getAccessToken, fetch, loginWithPopup }: Proofkey<MyClaims> =
    useProofkey<MyClaims>();
  const department: string | undefined = user?.department;
  const failed: ProofkeyError | undefined = error;
  const token: Promise<string> = getAccessToken({ scope: 'api:read' });
  const href: string | undefined = useLoginHref({ appState: { any: ['thing'] } });
  const response: Promise<Response> = fetch('https://api.example/me', { method: 'POST' });
  // @ts-expect-error: a link opens nothing
  useLoginHref({ openUrl: () => {} });
  // @ts-expect-error: the claims are typed
  const wrong: number | undefined = user?.department;
  void [isLoading, failed, token, wrong, href, response, client.checkSession(), loginWithPopup()];
  return (
    <p title={title}>
      {department} {useProofkey().user?.name}
    </p>
  );
}

const Guarded = withAuthenticationRequired(Account, {
  onRedirecting: () => 'one moment',
  onError: ({ hint }) => <p>{hint}</p>,
  onSignedOut: () => null,
  loginOptions: { prompt: 'login', appState: { any: ['thing'] } },
});

export const app = (
  <ProofkeyProvider
    client={auth}
    onRedirectCallback={({ appState, returnTo }) => void [appState, returnTo.length]}
    signInOnUnknownState={{ returnTo: '/' }}
  >
    <Guarded title="yours" />
    <RedirectCallback onError={({ code, returnTo = '/' }) => `${code} ${returnTo}`}>one moment</RedirectCallback>
  </ProofkeyProvider>
);

// @ts-expect-error: the props stay those of the component
void (<Guarded />);
// @ts-expect-error: a provider needs a client
void (<ProofkeyProvider />);
