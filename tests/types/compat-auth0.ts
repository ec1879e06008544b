// An app that was written for auth0-spa-js, after its import was changed. Each line that must not compile says so.
import {
  Auth0Client,
  type Auth0ClientOptions,
  type AuthenticationError,
  createAuth0Client,
  type GenericError,
  type GetTokenSilentlyVerboseResponse,
  type IdToken,
  type LogoutOptions,
  PopupTimeoutError,
  type RedirectLoginOptions,
  type RedirectLoginResult,
  type User,
} from 'proofkey/compat/auth0';
import { equal } from './equal.js';

interface Where {
  target: string;
}
const options: Auth0ClientOptions = {
  domain: 'acme.eu.auth0.com',
  clientId: 'abc',
  useRefreshTokens: true,
  cacheLocation: 'localstorage',
  cache: { get: async () => undefined, set: async () => {}, remove: () => {}, allKeys: () => [] },
  auth0Client: { name: 'an-app', version: '1.0.0' },
  useFormData: true,
};
const client: Auth0Client = new Auth0Client(options);
const created: Promise<Auth0Client> = createAuth0Client(options);
const login: RedirectLoginOptions<Where> = {
  appState: { target: '/' },
  authorizationParams: { screen_hint: 'signup' },
};
await client.loginWithRedirect<Where>(login);
await client.loginWithPopup({ authorizationParams: { connection: 'google-oauth2' } }, { timeoutInSeconds: 30 });
const result: RedirectLoginResult<Where> = await client.handleRedirectCallback<Where>();
const target: string | undefined = result.appState?.target;
const roles: string[] = (await client.getUser())?.['https://app.example/roles'];
const claims: IdToken | undefined = await client.getIdTokenClaims();
const detailed = await client.getTokenSilently({ detailedResponse: true });
equal<typeof detailed, GetTokenSilentlyVerboseResponse | undefined>(true);
const plain = await client.getTokenSilently({ cacheMode: 'off', authorizationParams: { scope: 'api:read' } });
equal<typeof plain, string | undefined>(true);
const again: string | undefined = await client.getTokenWithPopup();
const logout: LogoutOptions = { logoutParams: { returnTo: 'https://app.example', federated: true }, openUrl: false };
await client.logout(logout);
const failed = (error: GenericError | AuthenticationError) => {
  if (error instanceof PopupTimeoutError) error.popup.close();
  return 'appState' in error ? [error.state, error.appState] : error.error_description;
};
interface Member extends User {
  team: string;
}
const team: string | undefined = (await client.getUser<Member>())?.team;
void [created, target, roles, claims, again, failed, team];

// @ts-expect-error: no answer has the ID Token
void detailed?.id_token;
// @ts-expect-error: no answer has the refresh token
void detailed?.refresh_token;
// @ts-expect-error: a tenant is needed
new Auth0Client({ clientId: 'abc' });
// @ts-expect-error: tokens are Bearer tokens
new Auth0Client({ domain: 'acme.eu.auth0.com', clientId: 'abc', useDpop: true });
// @ts-expect-error: the verifier is in no cookie
new Auth0Client({ domain: 'acme.eu.auth0.com', clientId: 'abc', useCookiesForTransactions: true });
const each = { scope: { default: 'openid' } };
// @ts-expect-error: one audience has one scope
new Auth0Client({ domain: 'acme.eu.auth0.com', clientId: 'abc', authorizationParams: each });
// @ts-expect-error: what is absent does not compile
client.createFetcher();
