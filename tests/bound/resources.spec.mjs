// Tokens for several APIs in one session, by one refresh token, and what is granted in detail, at a certified server: as it is, and in its
// strictest form.
import { decodeJwt } from 'jose';
import { startAuthorizationServer } from '../../www-demo/server/authorization-server.mjs';
import { startResourceServer } from '../../www-demo/server/resource-server.mjs';
import { test as base, errorOf, expect, openWith, signIn } from '../support/fixtures.mjs';
import { startAsked } from '../support/resource.mjs';
import { bound, grantingInPart, servingResources, strictly } from './strict.mjs';

const [books, music] = ['https://books.example', 'https://music.example'];
const scope = 'openid offline_access api:read';

const test = base.extend({
  strictness: ['plain', { option: true }],
  server: async ({ site, strictness }, use) => {
    const configure = (configuration) => {
      const serving = grantingInPart(servingResources([books, music])(configuration));
      return strictness === 'strict' ? strictly(serving) : serving;
    };
    const server = await startAuthorizationServer({ origins: [site.app], configure });
    await use(server);
    await server.close();
  },
  /** An API for each resource, which takes the tokens that are for it alone. */
  apis: async ({ site, server }, use) => {
    const start = (audience) =>
      startAsked((listener) => startResourceServer({ issuer: server.issuer, audience, origins: [site.app], listener }));
    const apis = await Promise.all([books, music].map(start));
    await use(apis);
    for (const api of apis) await api.close();
  },
  options: async ({ server, strictness }, use) => {
    const own = strictness === 'strict' ? { ...bound, scope } : { scope };
    await use({ issuer: server.issuer, ...own, resource: [books, music] });
  },
});

/** The bodies of the token requests from now on, as forms. */
function forms(page) {
  const seen = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/oauth/token') && request.method() === 'POST')
      seen.push(new URLSearchParams(request.postData()));
  });
  return seen;
}

const audienceOf = (token) => decodeJwt(token).aud;

for (const strictness of ['plain', 'strict']) {
  test.describe(`a ${strictness} server`, () => {
    test.use({ strictness });

    test('each API gets the token that is for it, and one refresh token brings all', async ({
      page,
      site,
      options,
    }) => {
      const sent = forms(page);
      await openWith(page, site, options);
      await signIn(page);
      const tokens = await page.evaluate(async (music) => {
        const own = await auth.getAccessToken();
        const other = await auth.getAccessToken({ resource: music });
        const again = [await auth.getAccessToken(), await auth.getAccessToken({ resource: music })];
        return [own, other, ...again];
      }, music);
      expect(tokens.map(audienceOf)).toEqual([books, music, books, music]);
      expect(tokens.slice(2)).toEqual(tokens.slice(0, 2));
      const grants = sent.filter((form) => form.has('refresh_token'));
      expect(new Set(grants.map((form) => form.get('refresh_token'))).size).toBe(1);
      expect(sent.map((form) => form.getAll('resource')).at(-1)).toEqual([music]);
    });

    test('asked for at once, they come one after the other', async ({ page, site, options }) => {
      await openWith(page, site, options);
      await signIn(page);
      const tokens = await page.evaluate(
        ([books, music]) =>
          Promise.all([
            auth.getAccessToken({ resource: music }),
            auth.getAccessToken({ forceRefresh: true }),
            auth.getAccessToken({ resource: music, scope: 'api:read' }),
            auth.getAccessToken({ resource: books }),
          ]),
        [books, music],
      );
      expect(tokens.map(audienceOf)).toEqual([music, books, music, books]);
      // Had two been under way with one refresh token, the server would have ended the grant.
      expect(audienceOf(await page.evaluate(() => auth.getAccessToken({ forceRefresh: true })))).toBe(books);
    });

    test('auth.fetch sends each API its own', async ({ page, site, options, apis }) => {
      const resourceServers = apis.map(({ url }, at) => ({ url, resource: [books, music][at] }));
      await openWith(page, site, { ...options, resourceServers });
      await signIn(page);
      const statuses = await page.evaluate(
        (urls) => Promise.all(urls.map(async (url) => (await auth.fetch(`${url}/me`)).status)),
        apis.map(({ url }) => url),
      );
      expect(statuses).toEqual([200, 200]);
      expect(apis.map(({ tokens }) => audienceOf(tokens[0]))).toEqual([books, music]);
    });

    test('what is granted in detail is told, in part as it may be', async ({ page, site, options }) => {
      await openWith(page, site, options);
      const account = { type: 'account', actions: ['read'] };
      await signIn(page, { authorizationDetails: [{ type: 'payment', amount: '12.00' }, account] });
      const told = () => page.evaluate(() => auth.getSnapshot().authorizationDetails);
      expect(await told()).toEqual([account]);
      await page.evaluate(() => auth.getAccessToken({ forceRefresh: true }));
      expect(await told()).toEqual([account]);
    });
  });
}

test('a resource that the server does not know is refused, and the session stays', async ({ page, site, options }) => {
  await openWith(page, site, options);
  await signIn(page);
  const error = await errorOf(page, () => auth.getAccessToken({ resource: 'https://films.example' }));
  expect([error.code, error.error]).toEqual(['token_error', 'invalid_target']);
  // This server has used the refresh token up all the same: the tokens that are there are good until they expire.
  expect(audienceOf(await page.evaluate(() => auth.getAccessToken()))).toBe(books);
  expect(await page.evaluate(() => auth.isAuthenticated)).toBe(true);
});

test('tabs that share a session share its tokens', async ({ page, context, site, options }) => {
  await openWith(page, site, { ...options, store: 'localStorage' });
  await signIn(page);
  const other = await context.newPage();
  await openWith(other, site, { ...options, store: 'localStorage' });
  const sent = forms(other);
  const get = (music) => auth.getAccessToken({ resource: music });
  const [mine, theirs] = await Promise.all([page.evaluate(get, music), other.evaluate(get, music)]);
  expect(theirs).toBe(mine);
  expect(sent.length).toBeLessThanOrEqual(1);
});

test('without the option, one call loads what it needs', async ({ page, site, options }) => {
  const { resource: _, ...plain } = options;
  await openWith(page, site, plain);
  const files = [];
  page.on('request', (request) => files.push(new URL(request.url()).pathname));
  await signIn(page, { resource: [books, music] });
  const [own, other] = await page.evaluate(
    async (music) => [await auth.getAccessToken(), await auth.getAccessToken({ resource: music })],
    music,
  );
  expect([own, other].map(audienceOf)).toEqual([books, music]);
  expect(files.filter((file) => /extended/.test(file)).length).toBeGreaterThan(0);
});

test('a link with details has its URL once the rest of the core is there', async ({ page, site, options }) => {
  const { resource: _, ...plain } = options;
  await openWith(page, site, plain);
  await page.evaluate(() => auth.ready());
  const link = () => auth.authorizationUrl({ authorizationDetails: [{ type: 'account' }] });
  expect(
    (await errorOf(page, async () => auth.authorizationUrl({ authorizationDetails: [{ type: 'account' }] }))).code,
  ).toBe('not_ready');
  await expect(async () => {
    const url = new URL(await page.evaluate(link));
    expect(JSON.parse(url.searchParams.get('authorization_details'))).toEqual([{ type: 'account' }]);
  }).toPass();
});
