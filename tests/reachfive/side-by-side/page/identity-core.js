// An app on identity-core, after the pages auth-spa and sdk-core of ReachFive's documentation. Reading `code` from the URL,
// keeping the tokens and refreshing them in time is the app's job there.
import { createClient } from '@reachfive/identity-core';
import { serve } from './serve.js';

const { clientId } = window.options;
const home = `${location.origin}/identity-core/`;
const redirectUri = `${home}callback`;
const client = createClient({ domain: 'tenant.example', clientId });
let tokens;

serve({
  /** `more` is what an app may give besides: `state` and `nonce`, which the library sends and the app would have to check. */
  login: (more) =>
    client.loginWithSocialProvider('google', { responseType: 'code', redirectUri, requireRefreshToken: true, ...more }),
  async callback() {
    // The call of the library that looks at a URL.
    if (client.checkUrlFragment()) return 'an answer in the fragment';
    const code = new URLSearchParams(location.search).get('code');
    if (!code) return 'ignored';
    tokens = await client.exchangeAuthorizationCodeWithPkce({ code, redirectUri });
  },
  async refresh() {
    const fresh = await client.refreshTokens({ refreshToken: tokens.refreshToken });
    tokens = { ...tokens, ...fresh };
    return tokens.accessToken;
  },
  logout: () => client.logout({ redirectTo: home }, { tokens: [tokens.refreshToken] }),
  user: () => tokens?.idTokenPayload.sub,
});
