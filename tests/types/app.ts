// The types as an app sees them. Each line that must not compile says so.
import {
  type Change,
  type Client,
  createClient,
  type Diagnosis,
  type ErrorCode,
  ProofkeyError,
  type SessionStore,
  type Snapshot,
  type StepUpChallenge,
  type UserClaims,
} from 'proofkey';
import { handleFrontChannelLogout } from 'proofkey/front-channel-logout';
import { type IdleOptions, signOutWhenIdle } from 'proofkey/idle';
import { handleInitiateLogin } from 'proofkey/initiate-login';
import { type ReachFiveScope, reachfive, reachfiveParams } from 'proofkey/presets';
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
  userinfoSignedResponseAlg: 'ES256',
  jwks: { keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y' }] },
});
const { keys } = (await (await fetch('https://op.example/jwks')).json()) as { keys: Record<string, unknown>[] };
for (const idTokenSignedResponseAlg of ['Ed25519', ['ES256', 'PS256'], 'HS256'] as const) {
  createClient({ issuer: '', clientId: '', redirectUri: '', idTokenSignedResponseAlg, jwks: { keys } });
}

createClient({
  issuer: 'https://op.example',
  clientId: 'spa',
  redirectUri: 'https://app.example/callback',
  discovery: false,
  postLogoutRedirectParameter: 'returnTo',
  metadata: {
    issuer: 'https://op.example',
    authorization_endpoint: 'https://op.example/authorize',
    token_endpoint: 'https://op.example/token',
    jwks_uri: 'https://op.example/jwks',
    a_member_that_is_not_used: true,
  },
});

const kept = new Map<string, string>();
const own: SessionStore = {
  get: async () => kept.get('s'),
  set: (text) => void kept.set('s', text),
  remove: () => kept.clear(),
};
for (const store of ['memory', 'sessionStorage', 'localStorage', own] as const) {
  createClient({
    issuer: 'https://op.example',
    clientId: 'spa',
    redirectUri: 'https://app.example/callback',
    store,
    onWarning: ({ code, expected }) => console.warn(code, expected),
    clockOffsetSeconds: -3600,
    autoRefresh: true,
  });
}
const isSignedIn: boolean = await auth.checkSession();
auth.subscribe(({ isStale }, { reason, remote, error }: Change) => {
  if (reason === 'session_expired' && !remote) console.warn(isStale, error?.hint);
});

const scope: ReachFiveScope[] = ['openid', 'full_write', 'a-scope-of-the-tenant'];
const tenant = { domain: 'acme.reach5.net', clientId: 'spa', redirectUri: 'https://app.example/callback', scope };
const reachFive: Client<MyClaims> = createClient<MyClaims>(
  reachfive({
    ...tenant,
    idTokenSignedResponseAlg: 'RS256',
    tokenRequestFormat: 'json',
    language: 'fr',
    locale: 'fr-CA',
  }),
);
await reachFive.loginWithRedirect({ authorizationParams: reachfiveParams({ provider: 'google', persistent: true }) });
await reachFive.adoptTokens({ accessToken: 'a', idToken: 'i', refreshToken: 'r', expiresIn: 86_400 });
await reachFive.logout({ revokeTokens: true });

const department: string | undefined = auth.getUser()?.department;
const name: string | undefined = auth.getUser()?.name;
const expires: number | undefined = auth.getIdTokenClaims()?.exp;
const end: () => void = auth.subscribe((snapshot: Snapshot<MyClaims>) => void snapshot.isAuthenticated);
const isVerified: boolean | undefined = auth.getSnapshot().idTokenSignatureVerified;
const place: string = (await auth.getUserInfo()).department;
const { remote }: { remote: boolean } = await auth.logout();
const { stateMatches }: { stateMatches: boolean } = await auth.handleLogoutCallback(location.href);
const told: boolean = handleFrontChannelLogout({ issuer: 'https://op.example', clientId: 'spa' });
const idle: IdleOptions = { afterSeconds: 600, onCountdown: (left: number | undefined) => void left };
signOutWhenIdle(auth, idle).stay();
const begun: Promise<void> = handleInitiateLogin([auth], 'https://app.example/start?iss=https://op.example');
const { clientId }: { clientId: string } = auth.toJSON();
const silent: Promise<void> = auth.loginSilently({ maxAge: 3600, responseMode: 'web_message', timeoutSeconds: 5 });
const stop: () => void = auth.monitorSession({ intervalSeconds: 10, onError: ({ code }) => console.warn(code) });
const revoked: Promise<void> = auth.revokeTokens();
await auth.loginWithRedirect({ appState: { any: ['thing'] }, maxAge: 0, openUrl: async (url) => void url });
init('/core.wasm');
init(async () => fetch('/core.wasm'));
init('/login.wasm', new URL('https://cdn.example/session.wasm'));

const answer: Response = await auth.fetch(new URL('https://api.example/me'), { signal: AbortSignal.timeout(1000) });
const dropIn: typeof fetch = (...request) => auth.fetch(...request);
createClient({
  issuer: 'https://op.example',
  clientId: 'spa',
  redirectUri: 'https://app.example/callback',
  resourceServers: ['https://api.example/v1'],
  onStepUp: async (challenge: StepUpChallenge) => auth.loginWithPopup(challenge),
});

try {
  const token: string = await auth.getAccessToken({ forceRefresh: true, scope: 'api:read', minValiditySeconds: 120 });
  void token;
} catch (error) {
  if (error instanceof ProofkeyError) {
    const code: ErrorCode = error.code;
    switch (code) {
      case 'login_required':
      case 'session_expired':
      case 'userinfo_sub_mismatch':
      case 'callback_in_frame':
        break;
      // @ts-expect-error: a code that does not exist
      case 'loginrequired':
        break;
    }
    const wanted: StepUpChallenge = { acrValues: error.acrValues ?? '', maxAge: error.maxAge ?? 0 };
    void auth.loginWithRedirect(wanted);
    const status: number | undefined = error.status;
    const retryAfter: string | undefined = error.retryAfter;
    const ofReachFive: (string | undefined)[] = [error.errorId, error.errorUserMsg, error.errorMessageKey];
    const field: string | undefined = error.errorDetails?.[0]?.field;
    void [status, retryAfter, ofReachFive, field];
  }
}

// @ts-expect-error: a browser keeps no secret
createClient({ issuer: 'https://op.example', clientId: 'spa', redirectUri: 'https://app.example/', clientSecret: 'x' });
// @ts-expect-error: the issuer is required
createClient({ clientId: 'spa', redirectUri: 'https://app.example/' });
// @ts-expect-error: none is no algorithm
createClient({ issuer: '', clientId: '', redirectUri: '', idTokenSignedResponseAlg: 'none' });
// @ts-expect-error: a shared secret is the one exception, and stands alone
createClient({ issuer: '', clientId: '', redirectUri: '', idTokenSignedResponseAlg: ['HS256', 'RS256'] });
// @ts-expect-error: UserInfo has no exception
createClient({ issuer: '', clientId: '', redirectUri: '', userinfoSignedResponseAlg: 'HS256' });
// @ts-expect-error: no store of that name
createClient({ issuer: '', clientId: '', redirectUri: '', store: 'cookie' });
// @ts-expect-error: URLs are texts here
createClient({ issuer: '', clientId: '', redirectUri: '', resourceServers: [new URL('https://api.example')] });
// @ts-expect-error: which APIs may be asked is no argument
auth.fetch('https://api.example', { resourceServers: ['https://api.example'] });
// @ts-expect-error: metadata is a whole document
createClient({ issuer: '', clientId: '', redirectUri: '', metadata: { issuer: '', token_endpoint: '' } });
// @ts-expect-error: the domain says who the issuer is
reachfive({ clientId: 'spa', redirectUri: 'https://app.example/' });
// @ts-expect-error: a parameter that the protocol keeps for itself, or that is misspelt
reachfiveParams({ response_type: 'token' });
// @ts-expect-error: a session needs to know whose it is
reachFive.adoptTokens({ accessToken: 'a' });
// @ts-expect-error: without the issuer anybody's session would do
handleFrontChannelLogout({ clientId: 'spa' });
// @ts-expect-error: one client, where a list is to be given
handleInitiateLogin(auth);
// @ts-expect-error: the state is read-only
auth.isAuthenticated = true;
// @ts-expect-error: a silent sign-in is prompt=none
auth.loginSilently({ prompt: 'login' });
// @ts-expect-error: it ends no page that could go back to something
auth.loginSilently({ appState: {} });
// @ts-expect-error: PKCE cannot be switched off
auth.loginWithRedirect({ pkce: false });

void [
  answer,
  dropIn,
  begun,
  clientId,
  isSignedIn,
  department,
  name,
  expires,
  end,
  isVerified,
  place,
  remote,
  stateMatches,
  told,
  revoked,
  silent,
  stop,
];

const diagnosis: Diagnosis = await auth.diagnose();
for (const { id, severity, text, fix } of diagnosis.findings) {
  if (severity === 'error' && id === 'redirect_uri') console.error(text, fix);
  // @ts-expect-error: there is no such finding
  void (id === 'no_such_finding');
}
for (const { at, phase, endpoint, durationSeconds = 0 } of diagnosis.steps)
  console.log(at + durationSeconds, phase ?? endpoint);
