// Each preset against a server of that provider's shape: signed in, refreshed, signed out, without another option.

import { auth0, cognito, entra, google, keycloak, logto, okta, zitadel } from '../../target/npm/dist/presets.js';
import { begin } from '../complaints/fixtures-app.mjs';
import {
  test as base,
  errorOf,
  expect,
  isReady,
  leave,
  openWith,
  reachCallback,
  signIn,
  signInAs,
} from '../support/fixtures.mjs';
import { POOL, PROJECT, resource, shapes, startShaped, TENANT } from './shapes.mjs';

const test = base.extend({
  /** Starts a server of that provider's shape, and opens the app with that preset's options. */
  open: async ({ page, site }, use) => {
    const servers = [];
    await use(async (name, made, changes) => {
      const server = await startShaped({ ...shapes[name], ...changes }, site);
      servers.push(server);
      const app = { clientId: 'spa', redirectUri: `${site.app}/callback`, postLogoutRedirectUri: `${site.app}/` };
      await openWith(page, site, made(server.url, app));
      return server;
    });
    await Promise.all(servers.map((server) => server.close()));
  },
});

/** What an app is given by each preset for a server at that URL. */
const presets = {
  auth0: (url, app) => auth0({ ...app, domain: url, scope: 'openid profile offline_access' }),
  okta: (url, app) => okta({ ...app, domain: url, scope: 'openid profile offline_access' }),
  entra: (url, app) => entra({ ...app, authority: url, tenant: TENANT, scope: 'openid profile offline_access' }),
  keycloak: (url, app) => keycloak({ ...app, url, realm: 'demo' }),
  cognito: (url, app) => cognito({ ...app, domain: url, userPoolId: POOL, issuer: `${url}/${POOL}` }),
  logto: (url, app) => logto({ ...app, endpoint: url, scope: 'openid profile offline_access' }),
  zitadel: (url, app) =>
    zitadel({
      ...app,
      domain: url,
      projectId: PROJECT,
      trustedAudiences: ['other-app@demo'],
      scope: 'openid offline_access',
    }),
};

/** From the click to the server's page, and back to the app. Gives the URL that ended the session at the server. */
async function signOut(page, site) {
  const asked = page.waitForRequest((request) => request.isNavigationRequest() && !request.url().startsWith(site.app));
  await page.evaluate(() => void auth.logout());
  const url = new URL((await asked).url());
  await page.locator('button[name=logout]').click();
  await page.waitForURL((at) => at.href.startsWith(`${site.app}/?`));
  await isReady(page);
  expect(await page.evaluate(() => auth.handleLogoutCallback())).toEqual({ stateMatches: true });
  return url;
}

/** What each logout is given, beside `client_id` and `state`: where to return to, and who signs out. */
const own = { auth0: ['/v2/logout', 'returnTo'], cognito: ['/logout', 'logout_uri'] };
const standard = {
  okta: '/oauth2/default/v1/logout',
  entra: `/${TENANT}/oauth2/v2.0/logout`,
  keycloak: '/realms/demo/protocol/openid-connect/logout',
  logto: '/oidc/session/end',
  zitadel: '/oidc/v1/end_session',
};

for (const [name, made] of Object.entries(presets)) {
  test(`${name}: signed in, refreshed, signed out`, async ({ page, site, open }) => {
    await open(name, made);
    await signIn(page, name === 'logto' ? { prompt: 'consent' } : {});
    expect(await page.evaluate(() => auth.getUser().sub)).toBe('alice');
    expect((await page.evaluate(() => auth.getUserInfo())).sub).toBe('alice');
    const [first, second] = await page.evaluate(async () => [
      await auth.getAccessToken(),
      await auth.getAccessToken({ forceRefresh: true }),
    ]);
    expect(second).not.toBe(first);
    const { pathname, searchParams } = await signOut(page, site);
    const returned = own[name] ?? [standard[name], 'post_logout_redirect_uri'];
    expect([pathname, searchParams.get(returned[1])]).toEqual([returned[0], `${site.app}/`]);
    expect(searchParams.has('id_token_hint')).toBe(name in standard);
    expect(await page.evaluate(() => auth.isAuthenticated)).toBe(false);
  });
}

/** Where a sign-in goes to, without going there. */
const authorization = async (page) => new URL(await begin(page));

test('auth0: an audience and an organization are asked for', async ({ page, open }) => {
  await open('auth0', (url, app) =>
    auth0({ ...app, domain: url, audience: 'https://api.example', organization: 'org_1' }),
  );
  const { pathname, searchParams } = await authorization(page);
  expect(pathname).toBe('/authorize');
  expect([searchParams.get('audience'), searchParams.get('organization')]).toEqual(['https://api.example', 'org_1']);
});

test('auth0: a tenant that announces a logout gets that of OpenID Connect', async ({ page, site, open }) => {
  const { routes } = shapes.auth0;
  await open('auth0', presets.auth0, {
    routes: { ...routes, end_session: '/oidc/logout' },
    discovery: (document) => document,
    logout: undefined,
  });
  await signIn(page);
  const { pathname, searchParams } = await signOut(page, site);
  expect(pathname).toBe('/oidc/logout');
  expect(searchParams.has('returnTo')).toBe(false);
  expect(searchParams.get('id_token_hint')).toMatch(/^ey/);
});

test('okta: the organization’s own server, and an identity provider', async ({ page, open }) => {
  const made = (url, app) => okta({ ...app, domain: url, authorizationServerId: null, idp: '0oa1', discovery: false });
  const { url } = await open('okta', made);
  const { origin, pathname, searchParams } = await authorization(page);
  expect([origin, pathname, searchParams.get('idp')]).toEqual([url, '/oauth2/v1/authorize', '0oa1']);
});

test.describe('entra: many tenants', () => {
  const common = (tenants) => (url, app) => entra({ ...app, authority: url, tenant: 'common', tenants });

  test('a user of a tenant that is listed signs in', async ({ page, open }) => {
    const documents = [];
    page.on('request', (request) => request.url().includes('openid-configuration') && documents.push(request.url()));
    const { issuer } = await open('entra', common(['consumers', TENANT]));
    await signIn(page);
    expect(await page.evaluate(() => auth.getIdTokenClaims().iss)).toBe(issuer);
    expect(documents).toEqual([]);
  });

  test('one of another tenant does not, though the server has signed for it', async ({ page, open }) => {
    await open('entra', common(['consumers']));
    await reachCallback(page);
    const error = await errorOf(page, () => auth.handleRedirectCallback());
    expect(error).toMatchObject({ code: 'id_token_iss_mismatch', isTyped: true });
    expect(await page.evaluate(() => auth.isAuthenticated)).toBe(false);
  });
});

test('keycloak: an identity provider is named, and the session can be watched', async ({ page, open }) => {
  const { url } = await open('keycloak', (url, app) =>
    keycloak({ ...app, url, realm: 'demo', idpHint: 'corp', discovery: false }),
  );
  expect((await authorization(page)).searchParams.get('kc_idp_hint')).toBe('corp');
  const { check_session_iframe } = keycloak({ url, realm: 'demo', clientId: 'spa', redirectUri: url }).metadata;
  expect(check_session_iframe).toBe(`${url}/realms/demo/protocol/openid-connect/login-status-iframe.html`);
});

test('cognito: offline_access, which it does not know, is not asked for', async ({ page, open }) => {
  const scope = 'openid email offline_access';
  await open('cognito', (url, app) =>
    cognito({ ...app, domain: url, userPoolId: POOL, issuer: `${url}/${POOL}`, scope }),
  );
  const { pathname, searchParams } = await authorization(page);
  expect([pathname, searchParams.get('scope')]).toEqual(['/oauth2/authorize', 'openid email']);
});

test('google: offline access is asked for in its words, and the exchange says what it wants', async ({
  page,
  open,
}) => {
  await open('google', (url, app) =>
    google({ ...app, domain: url, scope: 'openid offline_access', hostedDomain: 'acme.example' }),
  );
  const { searchParams } = await authorization(page);
  expect(Object.fromEntries(searchParams)).toMatchObject({
    scope: 'openid',
    access_type: 'offline',
    hd: 'acme.example',
  });
  await leave(page);
  await signInAs(page);
  await page.waitForURL(/\/callback\?/);
  await isReady(page);
  expect(await errorOf(page, () => auth.handleRedirectCallback())).toMatchObject({
    code: 'token_error',
    error: 'invalid_request',
    errorDescription: 'client_secret is missing.',
  });
});

test('google: there is no logout at the server', async ({ page, open }) => {
  await open('google', (url, app) => google({ ...app, domain: url }));
  expect(await page.evaluate(() => auth.logout())).toEqual({ remote: false });
});

test('logto: an API is asked for by its indicator, at both endpoints', async ({ page, open }) => {
  await open('logto', (url, app) =>
    logto({ ...app, endpoint: url, resource, scope: 'openid offline_access api:read' }),
  );
  const asked = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/oidc/token'));
  await signIn(page, { prompt: 'consent' });
  expect(new URLSearchParams((await asked).postData()).get('resource')).toBe(resource);
  const token = await page.evaluate(() => auth.getAccessToken());
  expect(JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString()).aud).toBe(resource);
});

test('zitadel: the project and the organization are asked for by scopes', async ({ page, open }) => {
  await open('zitadel', (url, app) => zitadel({ ...app, domain: url, projectId: PROJECT, organizationId: '7' }));
  expect((await authorization(page)).searchParams.get('scope')).toBe(
    `openid profile email urn:zitadel:iam:org:project:id:${PROJECT}:aud urn:zitadel:iam:org:id:7`,
  );
});

test('zitadel: another app of the project that nobody named is no audience to trust', async ({ page, open }) => {
  await open('zitadel', (url, app) => zitadel({ ...app, domain: url, projectId: PROJECT }));
  await reachCallback(page);
  expect(await errorOf(page, () => auth.handleRedirectCallback())).toMatchObject({ code: 'id_token_aud_untrusted' });
});
