// An app that was written for oidc-client-ts, after its import was changed. Each line that must not compile says so.
import type { Client } from 'proofkey';
import {
  ErrorResponse,
  ErrorTimeout,
  InMemoryWebStorage,
  Log,
  ProofkeyError,
  type SigninRedirectArgs,
  type SignoutResponse,
  User,
  UserManager,
  type UserManagerSettings,
  type UserProfile,
  WebStorageStateStore,
} from 'proofkey/compat/oidc-client';

Log.setLogger(console);
Log.setLevel(Log.DEBUG);

const settings: UserManagerSettings = {
  authority: 'https://op.example',
  client_id: 'spa',
  redirect_uri: 'https://app.example/callback',
  post_logout_redirect_uri: 'https://app.example/',
  popup_redirect_uri: 'https://app.example/relay.html',
  response_type: 'code',
  scope: 'openid profile',
  max_age: 600,
  extraQueryParams: { audience: 'https://api.example', version: 2 },
  automaticSilentRenew: false,
  filterProtocolClaims: ['nonce'],
  userStore: new WebStorageStateStore({ prefix: 'my-app', store: localStorage }),
  stateStore: new WebStorageStateStore({ store: sessionStorage }),
  proofkey: { idTokenSignedResponseAlg: 'ES256', resourceServers: ['https://api.example'] },
};
const manager = new UserManager(settings);
const client: Client = manager.client;
new UserManager({ ...settings, userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }) });

const end: () => void = manager.events.addUserLoaded((user: User) => void user.profile.sub);
manager.events.addSilentRenewError(async ({ message }: Error) => console.warn(message));
manager.events.removeAccessTokenExpiring(() => {});
manager.events.addUserSignedOut(() => manager.removeUser());

const asked: SigninRedirectArgs = { state: { cart: 3 }, login_hint: 'alice', redirectMethod: 'replace' };
const gone: Promise<void> = manager.signinRedirect(asked);
const back: User | undefined = await manager.signinCallback();
const user: User | null = await manager.getUser();
const silent: User | null = await manager.signinSilent({ forceIframeAuth: true, silentRequestTimeoutInSeconds: 5 });
const popup: User = await manager.signinPopup({ popupWindowFeatures: { width: 500, menubar: 'no' } });
const signedOut: SignoutResponse | undefined = await manager.signoutCallback();
await manager.signoutRedirect({ state: 'goodbye', post_logout_redirect_uri: 'https://app.example/' });
await manager.revokeTokens(['refresh_token', 'access_token']);
await manager.clearStaleState();

const profile: UserProfile | undefined = user?.profile;
const token: string = popup.access_token;
const left: number | undefined = popup.expires_in;
const expired: boolean | undefined = popup.expired;
const scopes: string[] = popup.scopes;
const state: unknown = popup.state;
new User({ access_token: 'a', profile: { sub: '1', iss: 'i', aud: 'a', exp: 1, iat: 0 }, userState: 1 });

try {
  await manager.signinSilent();
} catch (error) {
  if (error instanceof ErrorResponse) console.warn(error.error, error.error_description, error.state);
  if (error instanceof ErrorTimeout) console.warn(error.cause);
  if (error instanceof ProofkeyError) console.warn(error.code, error.hint);
}

// @ts-expect-error: no call gives a refresh token
user?.refresh_token;
// @ts-expect-error: nor the ID Token
user?.id_token;
// @ts-expect-error: a browser keeps no secret
new UserManager({ ...settings, client_secret: 'x' });
// @ts-expect-error: tokens never come in a URL
new UserManager({ ...settings, response_type: 'id_token token' });
// @ts-expect-error: PKCE cannot be switched off
new UserManager({ ...settings, disablePKCE: true });
// @ts-expect-error: requests carry no cookies
new UserManager({ ...settings, fetchRequestCredentials: 'include' });
// @ts-expect-error: metadata is a whole document
new UserManager({ ...settings, metadata: { issuer: 'https://op.example' } });
// @ts-expect-error: the redirect URI is required
new UserManager({ authority: 'https://op.example', client_id: 'spa' });
// @ts-expect-error: it is made, and compared
manager.signinRedirect({ nonce: 'n' });
// @ts-expect-error: passwords of another server are not for this page
manager.signinResourceOwnerCredentials({ username: 'alice', password: 'wonderland' });
// @ts-expect-error: the server is told by a page
manager.signoutPopup();
// @ts-expect-error: a hidden frame shows nothing
manager.signinSilent({ prompt: 'login' });
// @ts-expect-error: the ID Token of the session is sent
manager.signoutRedirect({ id_token_hint: 'x' });
// @ts-expect-error: Proofkey writes what it has obtained, and nothing else
manager.storeUser(user);

void [client, end, gone, back, silent, signedOut, profile, token, left, expired, scopes, state];
