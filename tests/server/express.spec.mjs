// The example for Express, as a person uses it: a real browser, a real authorization server, a confidential client.
import { test as base, expect } from '@playwright/test';
import { startAuthorizationServer } from '../../www-demo/server/authorization-server.mjs';
import { listen } from '../../www-demo/server/listen.mjs';
import { appOf } from '../../www-demo/server-side/express.mjs';
import { signInAs } from '../support/fixtures.mjs';
import { COOKIE_SECRET, SECRET } from './world.mjs';

const test = base.extend({
  /** `{ url, tokenRequests }`: where the example is, and what its token requests were. */
  example: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from here
    async ({}, use) => {
      const { url, handle, close } = await listen();
      const client = { client_id: 'web', client_secret: SECRET, token_endpoint_auth_method: 'client_secret_basic' };
      const server = await startAuthorizationServer({ origins: [url], clients: [client], accessTokenSeconds: 25 });
      const tokenRequests = [];
      server.provider.use(async (ctx, next) => {
        await next();
        if (ctx.path === '/oauth/token') tokenRequests.push([ctx.oidc.params.grant_type, ctx.status]);
      });
      const { issuer } = server;
      const app = appOf({ origin: url, issuer, clientId: 'web', clientSecret: SECRET, cookieSecret: COOKIE_SECRET });
      handle((request, response) => app(request, response));
      await use({ url, issuer, tokenRequests });
      await Promise.all([close(), server.close()]);
    },
    { scope: 'worker' },
  ],
});

const names = async (context) =>
  (await context.cookies())
    .filter(({ domain, name }) => domain === 'localhost' && /proofkey|session$/.test(name) && !name.startsWith('_'))
    .map(({ name }) => name);

async function signIn(page, { url }, login, password) {
  await page.goto(url);
  await page.locator('#sign-in').click();
  await signInAs(page, login, password);
  await page.waitForURL(`${url}/`);
}

test('a user signs in with a confidential client, asks an API, and signs out here and at the server', async ({
  page,
  context,
  example,
}) => {
  const seen = [];
  page.on('request', (request) => seen.push(request.url(), request.postData() ?? ''));
  await signIn(page, example, 'alice', 'wonderland');
  await expect(page.locator('#user')).toHaveText('Alice Liddell');
  expect(await names(context)).toEqual(['session']);
  const cookies = await context.cookies(example.url);
  expect(cookies.find(({ name }) => name === 'session')).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
  // The token lives for less than a call needs: it is refreshed.
  const before = example.tokenRequests.length;
  expect(await page.evaluate(async () => (await fetch('/userinfo')).json())).toMatchObject({ sub: 'alice' });
  expect(await page.evaluate(async () => (await fetch('/userinfo')).json())).toMatchObject({ sub: 'alice' });
  expect(example.tokenRequests.slice(before)).toEqual([
    ['refresh_token', 200],
    ['refresh_token', 200],
  ]);
  expect(seen.join('\n')).not.toMatch(/\/oauth\/token|code_verifier|client_secret/);

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.locator('button[name=logout]').click();
  await page.waitForURL(`${example.url}/`);
  await expect(page.locator('#user')).toHaveText('nobody');
  expect(await names(context)).toEqual([]);
  expect(await page.evaluate(async () => (await fetch('/userinfo')).status)).toBe(401);
});

test('sign-ins in two tabs end in any order', async ({ page, context, example }) => {
  const other = await context.newPage();
  for (const tab of [page, other]) {
    await tab.goto(`${example.url}/login`);
    await tab.waitForURL(/\/interaction\//);
  }
  expect(await names(context)).toHaveLength(2);
  for (const tab of [other, page]) {
    await signInAs(tab);
    await tab.waitForURL(`${example.url}/`);
    await expect(tab.locator('#user')).toHaveText('Alice Liddell');
  }
  expect(await names(context)).toEqual(['session']);
});

test('a callback that is opened once more is an error of the app’s own page, and no code is sent', async ({
  page,
  example,
}) => {
  const callback = page.waitForRequest((request) => request.url().startsWith(`${example.url}/callback`));
  await signIn(page, example, 'bob', 'builder');
  const before = example.tokenRequests.length;
  const answer = await page.goto((await callback).url());
  expect(answer.status()).toBe(400);
  await expect(page.getByRole('alert')).toHaveText('state_not_found');
  expect(example.tokenRequests.length).toBe(before);
  // Whoever is signed in stays so.
  await page.goto(example.url);
  await expect(page.locator('#user')).toHaveText('Bob Builder');
});

test('a visitor’s own returnTo leads to no other site', async ({ page, example }) => {
  const answer = await page.goto(`${example.url}/login?returnTo=https://evil.example/`);
  expect(answer.status()).toBe(400);
  await expect(page.getByRole('alert')).toHaveText('config_error');
});
