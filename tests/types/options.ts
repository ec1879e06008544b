// What is missing or misspelt is an error where it is written.
import { type ClientOptions, createClient, type LoginOptions } from 'proofkey';
import { equal } from './equal.js';

const options = { issuer: 'https://op.example', clientId: 'spa', redirectUri: 'https://app.example/callback' };
const auth = createClient(options);

// @ts-expect-error: there is no such option
createClient({ ...options, responseType: 'token' });
// @ts-expect-error: client_id is the wire's spelling
createClient({ ...options, client_id: 'spa' });
// @ts-expect-error: no options
createClient();
// @ts-expect-error: the redirect URI is missing
createClient({ issuer: 'https://op.example', clientId: 'spa' });
// @ts-expect-error: the client id is missing
createClient({ issuer: 'https://op.example', redirectUri: 'https://app.example/' });
// @ts-expect-error: a URL is a text here
createClient({ ...options, redirectUri: new URL('https://app.example/') });
// @ts-expect-error: seconds are a number
createClient({ ...options, timeoutSeconds: '10' });
// @ts-expect-error: what is not to be set is left out
createClient({ ...options, scope: undefined });
createClient({ ...options, dpop: 'required', pushedAuthorizationRequests: true, responseMode: 'query.jwt' });
// @ts-expect-error: tokens are bound where that is possible, or in any case
createClient({ ...options, dpop: true });
// @ts-expect-error: a flag
createClient({ ...options, pushedAuthorizationRequests: 'auto' });
// @ts-expect-error: pages read no form that was posted to them
createClient({ ...options, responseMode: 'form_post.jwt' });

// @ts-expect-error: no option of a sign-in
auth.loginWithRedirect({ redirect_uri: 'https://evil.example' });
// @ts-expect-error: parameters are texts
auth.loginWithRedirect({ authorizationParams: { max_age: 0 } });
// @ts-expect-error: the whole set, or none
auth.adoptTokens({ idToken: 'i' });
// @ts-expect-error: no option of getAccessToken
auth.getAccessToken({ force: true });
// @ts-expect-error: logout has no such option
auth.logout({ returnTo: '/' });

equal<LoginOptions['appState'], unknown>(true);
equal<Pick<ClientOptions, 'issuer'>, { issuer: string }>(true);
equal<Pick<ClientOptions, 'dpop'>, { dpop?: 'off' | 'auto' | 'required' }>(true);
equal<Pick<ClientOptions, 'pushedAuthorizationRequests'>, { pushedAuthorizationRequests?: boolean }>(true);
equal<Pick<ClientOptions, 'autoRefresh'>, { autoRefresh?: boolean }>(true);
