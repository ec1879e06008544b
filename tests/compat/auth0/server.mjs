// A real authorization server, oidc-provider, in the shape of an Auth0 tenant: its paths, its parameters and its way of logging out.
import { API, startAuthorizationServer } from '../../../www-demo/server/authorization-server.mjs';

/** The organization whose members its users are. */
export const organization = { org_id: 'org_Wonderland1', org_name: 'wonderland' };

/**
 * Starts it for one app. The issuer ends with a slash, as Auth0's does.
 *
 * @param {object} options those of startAuthorizationServer
 */
export async function startTenant({ app, ...options }) {
  const server = await startAuthorizationServer({
    path: '/',
    origins: [app],
    // Where apps of auth0-spa-js come back to by habit.
    redirectUris: [app],
    postLogoutRedirectUris: [app],
    configure: shaped,
    ...options,
  });
  server.provider.use(translated);
  return { ...server, domain: server.url };
}

function shaped(configuration) {
  const { claims, features, findAccount, routes } = configuration;
  return {
    ...configuration,
    routes: { ...routes, authorization: '/authorize', jwks: '/.well-known/jwks.json', end_session: '/v2/logout' },
    claims: { ...claims, openid: ['sub', ...Object.keys(organization)] },
    findAccount(ctx, sub) {
      const account = findAccount(ctx, sub);
      return account && { ...account, claims: async () => ({ ...(await account.claims()), ...organization }) };
    },
    // As RFC 6749 has it; Auth0 gives one to whoever asks for offline_access.
    issueRefreshToken: async (_ctx, _client, code) => code.scopes.has('offline_access'),
    features: {
      ...features,
      webMessageResponseMode: { enabled: true, ack: 'individual-draft-01' },
      // Auth0 does not ask whether the user means it.
      rpInitiatedLogout: { ...features.rpInitiatedLogout, logoutSource: confirmed },
    },
  };
}

function confirmed(ctx, form) {
  const yes = '<input type="hidden" name="logout" value="yes">';
  ctx.body = `<!doctype html><title>Signing out</title>${form.replace('</form>', `${yes}</form>`)}
    <script>document.forms[0].submit()</script>`;
}

/** Auth0's parameters, in the words of the specifications. */
async function translated(ctx, next) {
  const { audience, returnTo, ...query } = ctx.query;
  if (ctx.path === '/v2/logout') ctx.query = { ...query, ...(returnTo && { post_logout_redirect_uri: returnTo }) };
  if (ctx.path === '/authorize') {
    // OpenID Connect wants the user asked before there is a refresh token (Core 11), Auth0 does not.
    const isOffline = query.scope?.split(' ').includes('offline_access') && !query.prompt;
    ctx.query = { ...query, ...(audience && { resource: API }), ...(isOffline && { prompt: 'consent' }) };
  }
  await next();
}
