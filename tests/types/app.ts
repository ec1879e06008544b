// The types as an app sees them. Each line that must not compile says so.
import { type Client, createClient, type ErrorCode, ProofkeyError, type Snapshot, type UserClaims } from 'proofkey';
import { init } from 'proofkey/slim';

interface MyClaims extends UserClaims {
  department: string;
}

const auth: Client<MyClaims> = createClient<MyClaims>({
  issuer: 'https://op.example',
  clientId: 'spa',
  redirectUri: 'https://app.example/callback',
  scope: 'openid profile',
  authorizationParams: { audience: 'https://api.example' },
});

const department: string | undefined = auth.getUser()?.department;
const name: string | undefined = auth.getUser()?.name;
const expires: number | undefined = auth.getIdTokenClaims()?.exp;
const end: () => void = auth.subscribe((snapshot: Snapshot<MyClaims>) => void snapshot.isAuthenticated);
const { remote }: { remote: boolean } = await auth.logout();
await auth.loginWithRedirect({ appState: { any: ['thing'] }, maxAge: 0, openUrl: async (url) => void url });
init('/core.wasm');
init(async () => fetch('/core.wasm'));

try {
  const token: string = await auth.getAccessToken({ forceRefresh: true });
  void token;
} catch (error) {
  if (error instanceof ProofkeyError) {
    const code: ErrorCode = error.code;
    switch (code) {
      case 'login_required':
      case 'session_expired':
        break;
      // @ts-expect-error: a code that does not exist
      case 'loginrequired':
        break;
    }
    const status: number | undefined = error.status;
    void status;
  }
}

// @ts-expect-error: a browser keeps no secret
createClient({ issuer: 'https://op.example', clientId: 'spa', redirectUri: 'https://app.example/', clientSecret: 'x' });
// @ts-expect-error: the issuer is required
createClient({ clientId: 'spa', redirectUri: 'https://app.example/' });
// @ts-expect-error: none is no algorithm
createClient({ issuer: '', clientId: '', redirectUri: '', idTokenSignedResponseAlg: 'none' });
// @ts-expect-error: the state is read-only
auth.isAuthenticated = true;
// @ts-expect-error: PKCE cannot be switched off
auth.loginWithRedirect({ pkce: false });

void [department, name, expires, end, remote];
