// The same app twice, with the same claims: written for oidc-client-ts, and switched by its import.
import { isReady, signInAs, tokenRequests } from '../../support/fixtures.mjs';
import { clickLast, isGone, signInThere } from '../../support/popups.mjs';
import { expect, libraries, open, shown, signIn, test, told } from './fixtures.mjs';

/** The access tokens that the API was shown. */
function tokensAtApi(page, world) {
  const tokens = [];
  page.on('request', (request) => {
    const { authorization } = request.headers();
    if (request.url() === `${world.api}/me` && authorization) tokens.push(authorization);
  });
  return tokens;
}

async function ask(page) {
  await page.evaluate(() => document.querySelector('#answer').replaceChildren());
  await page.locator('#ask').click();
  await expect(page.locator('#answer')).toHaveText(/Hello Alice/);
}

for (const library of Object.keys(libraries)) {
  test.describe(library, () => {
    test.use({ library });

    test('signs in, shows the user where they were, asks the API, survives a reload, signs out', async ({
      page,
      world,
    }) => {
      await open(page, world);
      await expect(page.locator('#user')).toHaveText('nobody');
      await signIn(page);
      await expect(page.locator('#user')).toHaveText('Alice Liddell');
      expect(page.url()).toBe(`${world.app}/notes`);
      await ask(page);

      await page.reload();
      await expect(page.locator('#user')).toHaveText('Alice Liddell');
      await ask(page);

      await page.locator('#sign-out').click();
      await page.locator('button[name=logout]').click();
      await page.waitForURL(`${world.app}/`);
      await isReady(page);
      await expect(page.locator('#goodbye')).toHaveText('Goodbye');
      await expect(page.locator('#user')).toHaveText('nobody');
      await page.reload();
      await expect(page.locator('#user')).toHaveText('nobody');
      expect(await told(page)).toBe('loaded unloaded');
      // The server has forgotten the user, too.
      await page.locator('#sign-in').click();
      await expect(page.locator('input[name=login]')).toBeVisible();
    });

    test('the user has the members that an app reads', async ({ page, world }) => {
      await open(page, world);
      await signIn(page);
      const user = await page.evaluate(async () => {
        const { profile, token_type, scope, scopes, expires_in, expired } = await manager.getUser();
        return { profile, token_type, scope, scopes, expires_in, expired };
      });
      expect(user).toEqual({
        profile: expect.objectContaining({ sub: 'alice', name: 'Alice Liddell', iss: world.issuer, aud: 'spa' }),
        token_type: 'Bearer',
        // As much as this server says of a token for the API.
        scope: 'api:read',
        scopes: ['api:read'],
        expires_in: expect.any(Number),
        expired: false,
      });
      expect(user.expires_in).toBeGreaterThan(50);
      expect(Object.keys(user.profile)).toEqual(expect.arrayContaining(['exp', 'iat', 'email', 'given_name']));
      for (const claim of ['nonce', 'at_hash', 'auth_time', 'azp']) expect(user.profile).not.toHaveProperty(claim);
    });

    test('renews at the press of a button: the API is shown another token', async ({ page, world }) => {
      await open(page, world);
      await signIn(page);
      const requests = tokenRequests(page);
      const tokens = tokensAtApi(page, world);
      await ask(page);
      await page.locator('#renew').click();
      await expect.poll(() => told(page)).toBe('loaded loaded');
      await ask(page);
      expect(new Set(tokens).size).toBe(2);
      expect(requests.map(({ grant_type: type }) => type)).toEqual(['refresh_token']);
    });

    test('renews by itself before the token expires', async ({ page, world }) => {
      await open(page, world, { accessTokenExpiringNotificationTimeInSeconds: 57 });
      await signIn(page);
      await expect.poll(() => told(page), { timeout: 15_000 }).toMatch(/loaded.*loaded/);
      expect(await told(page)).toContain('expiring');
      expect(await page.evaluate(async () => (await manager.getUser()).expires_in)).toBeGreaterThan(50);
    });

    test('does not renew by itself once it was told to stop, and does again once it was told to start', async ({
      page,
      world,
    }) => {
      await open(page, world, { accessTokenExpiringNotificationTimeInSeconds: 55 });
      await signIn(page);
      await page.evaluate(() => manager.stopSilentRenew());
      const requests = tokenRequests(page);
      await expect.poll(() => told(page), { timeout: 15_000 }).toBe('loaded expiring');
      expect(requests).toEqual([]);
      await page.evaluate(async () => {
        manager.startSilentRenew();
        await manager.signinSilent();
      });
      await expect.poll(() => requests.length, { timeout: 15_000 }).toBeGreaterThan(1);
    });

    test('does not renew at all where the app does not want it', async ({ page, world }) => {
      await open(page, world, { accessTokenExpiringNotificationTimeInSeconds: 57, automaticSilentRenew: false });
      await signIn(page);
      const requests = tokenRequests(page);
      await expect.poll(() => told(page), { timeout: 15_000 }).toBe('loaded expiring');
      expect(requests).toEqual([]);
    });

    test('signs in in a popup', async ({ page, world }) => {
      await open(page, world);
      const [popup] = await Promise.all([page.waitForEvent('popup'), page.locator('#popup').click()]);
      await signInThere(popup);
      await expect(page.locator('#user')).toHaveText('Alice Liddell');
      await isGone(popup);
      expect(await told(page)).toBe('loaded');
      await ask(page);
    });

    test('signs in in a popup and in a frame with callback pages of their own', async ({ page, world }) => {
      await open(page, world, { popup_redirect_uri: `${world.app}/popup` });
      const [popup] = await Promise.all([page.waitForEvent('popup'), page.locator('#popup').click()]);
      await signInThere(popup);
      await expect(page.locator('#user')).toHaveText('Alice Liddell');
      await isGone(popup);
      const silent = `${world.app}/silent`;
      const answer = page.waitForRequest((request) => request.url().startsWith(silent));
      await open(page, world, { silent_redirect_uri: silent });
      expect(await page.evaluate(async () => (await manager.signinSilent({ forceIframeAuth: true })).profile.sub)).toBe(
        'alice',
      );
      await answer;
      expect(await told(page)).toBe('loaded loaded');
    });

    test('a user who says no in the popup is an error of the server’s', async ({ page, world }) => {
      await open(page, world);
      const [popup] = await Promise.all([page.waitForEvent('popup'), page.locator('#popup').click()]);
      await popup.locator('input[name=login]').waitFor();
      await clickLast(popup, '.deny');
      await expect(page.locator('#error')).not.toBeEmpty();
      expect(await shown(page)).toMatchObject({ name: 'ErrorResponse', error: 'access_denied' });
    });

    test('signs in in a hidden frame whom the server knows', async ({ page, world }) => {
      await open(page, world);
      await signIn(page);
      await page.evaluate(() => manager.removeUser());
      await expect(page.locator('#user')).toHaveText('nobody');
      const sub = await page.evaluate(async () => (await manager.signinSilent()).profile.sub);
      expect(sub).toBe('alice');
      await expect(page.locator('#user')).toHaveText('Alice Liddell');
      expect(
        await page.evaluate(() => manager.signinSilent({ forceIframeAuth: true }).then((u) => u.profile.sub)),
      ).toBe('alice');
      expect(await told(page)).toBe('loaded unloaded loaded loaded');
    });

    test('a sign-in that the server refuses rejects with its error and the state of the app', async ({
      page,
      world,
    }) => {
      await open(page, world);
      await page.evaluate(() => void manager.signinRedirect({ prompt: 'none', state: { path: '/notes' } }));
      await expect(page.locator('#error')).not.toBeEmpty();
      expect(await shown(page)).toMatchObject({
        name: 'ErrorResponse',
        error: 'login_required',
        state: { path: '/notes' },
      });
      await expect(page.locator('#user')).toHaveText('nobody');
    });

    test('what a sign-in asks for arrives at the server', async ({ page, world }) => {
      await open(page, world, { ui_locales: 'fr', extraQueryParams: { audience: 'everybody', version: 2 } });
      const request = page.waitForRequest(/\/oauth\/authorize/);
      await page.evaluate(
        () =>
          void manager.signinRedirect({
            acr_values: 'https://example.com/strong',
            login_hint: 'bob',
            max_age: 600,
            prompt: 'login',
            scope: 'openid email',
          }),
      );
      expect(Object.fromEntries(new URL((await request).url()).searchParams)).toMatchObject({
        acr_values: 'https://example.com/strong',
        audience: 'everybody',
        client_id: 'spa',
        code_challenge_method: 'S256',
        login_hint: 'bob',
        max_age: '600',
        prompt: 'login',
        redirect_uri: `${world.app}/callback`,
        response_type: 'code',
        scope: 'openid email',
        ui_locales: 'fr',
        version: '2',
      });
    });

    test('removeUser forgets the user here, and not at the server', async ({ page, world }) => {
      await open(page, world);
      await signIn(page);
      await page.evaluate(() => manager.removeUser());
      await expect(page.locator('#user')).toHaveText('nobody');
      expect(await page.evaluate(() => manager.getUser())).toBeNull();
      expect(await told(page)).toBe('loaded unloaded');
      // No login page in between.
      await page.locator('#sign-in').click();
      await page.waitForURL(/\/notes$/);
      await expect(page.locator('#user')).toHaveText('Alice Liddell');
    });

    test('the session at the server is watched: who signs out there is told', async ({ page, world }) => {
      await open(page, world, { monitorSession: true, checkSessionIntervalInSeconds: 1 });
      await signIn(page);
      await expect(page.locator('iframe')).toHaveCount(1);
      const tab = await page.context().newPage();
      await tab.goto(`${world.issuer}/oauth/logout`);
      await tab.locator('button').first().click();
      await expect.poll(() => told(page), { timeout: 20_000 }).toContain('signed-out');
    });

    test('two sign-ins one after the other end where each was begun', async ({ page, world }) => {
      await open(page, world);
      await signIn(page);
      await page.evaluate(() => void manager.signinRedirect({ prompt: 'login', state: { path: '/other' } }));
      await signInAs(page, 'bob', 'builder');
      await page.waitForURL(/\/other$/);
      await expect(page.locator('#user')).toHaveText(/Bob/);
    });
  });
}
