// `proofkey/server` as an app sees it.
import { auth0 } from 'proofkey/presets';
import {
  type ClientAuthentication,
  type ClientOptions,
  clientSecretBasic,
  createServerClient,
  none,
  privateKeyJwt,
  type ServerClient,
  type ServerClientOptions,
  type UserClaims,
} from 'proofkey/server';
import { equal } from './equal.js';

interface MyClaims extends UserClaims {
  department: string;
}

const options: ServerClientOptions = {
  issuer: 'https://op.example',
  clientId: 'web',
  redirectUri: 'https://app.example/callback',
  clientAuthentication: clientSecretBasic('secret'),
  cookieSecret: ['x'.repeat(32), 'y'.repeat(32)],
};
const auth: ServerClient<MyClaims> = createServerClient<MyClaims>(options);
createServerClient({
  ...auth0({ domain: 'acme.eu.auth0.com', clientId: 'web', redirectUri: 'https://app.example/callback' }),
  clientAuthentication: none(),
  cookieSecret: 'x'.repeat(32),
});
const ofAnApp: ClientAuthentication = {
  method: 'private_key_jwt',
  authenticate: async ({ form, headers, url }) => {
    form.set('client_assertion', url);
    headers.delete('authorization');
  },
};
privateKeyJwt({ kty: 'EC', d: 'd' }, { keyId: 'k1', algorithm: 'ES256', audience: 'https://op.example/token' });

const headers = new Headers();
const { url } = await auth.authorizationRequest({ returnTo: undefined, maxAge: 0 }, null, headers);
const { claims, refreshToken, appState, session } = await auth.exchange(url, undefined, { append: () => {} });
equal<typeof claims.department, string>(true);
equal<typeof claims.exp, number>(true);
equal<typeof refreshToken, string | undefined>(true);
equal<typeof appState, unknown>(true);
equal<Awaited<ReturnType<typeof auth.logoutUrl>>, string | undefined>(true);
await auth.accessToken(session, { minValiditySeconds: 60 });

// @ts-expect-error: nobody says who the client is
createServerClient({ issuer: '', clientId: '', redirectUri: '', cookieSecret: '' });
// @ts-expect-error: a secret alone does not tell how it is sent
createServerClient({ ...options, clientAuthentication: 'secret' });
// @ts-expect-error: tokens are in no store of a browser here
createServerClient({ ...options, store: 'memory' });
// @ts-expect-error: the cookies must go somewhere
auth.exchange(url, null);
// @ts-expect-error: another session is the way to name a user
auth.authorizationRequest({ idTokenHint: true }, null, headers);
// @ts-expect-error: no such algorithm
privateKeyJwt({}, { algorithm: 'HS256' });

export const given: [ClientAuthentication, ClientOptions] = [ofAnApp, options];
