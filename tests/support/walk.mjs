// The twelve steps of ReachFive's guide to the authorization code grant with PKCE, as one walk that clicks what a person
// would. `npm start -- --walk` runs it on the running demo, tests/e2e/walk.spec.mjs in the test runner.
import { createHash } from 'node:crypto';
import { expect } from '@playwright/test';

const s256 = (verifier) => createHash('sha256').update(verifier).digest('base64url');

/**
 * Walks from the sign-in button to the API's answer.
 *
 * @param {import('@playwright/test').Page} page
 * @param {{ url: string, issuer: string, api: string }} demo
 * @param {(title: string, check: () => Promise<void>) => Promise<void>} step runs and reports one step
 */
export async function walk(page, demo, step) {
  const shown = (number) => expect(page.getByTestId(`step-${number}`)).toHaveAttribute('data-state', 'done');
  const endpoint = (path) => (request) => request.url().startsWith(demo.issuer + path);
  const authorized = page.waitForRequest(endpoint('/oauth/authorize?'));
  const redeemed = page.waitForRequest(endpoint('/oauth/token'));
  let authorization;
  let verifier;
  let callback;

  await step('1: the user logs in from the app', async () => {
    await page.goto(demo.url);
    // The page pauses before it leaves, so that what it has made can be looked at.
    await page.getByTestId('pause').check();
    await page.getByTestId('sign-in').click();
    await expect(page.getByTestId('continue')).toBeVisible();
  });
  await step('2: the app makes a code_verifier', async () => {
    const texts = await page.evaluate(() =>
      Object.keys(sessionStorage)
        .filter((key) => key.includes(':tx:'))
        .map((key) => sessionStorage[key]),
    );
    expect(texts).toHaveLength(1);
    verifier = JSON.parse(texts[0]).code_verifier;
    expect(verifier).toMatch(/^[A-Za-z0-9._~-]{43,128}$/);
  });
  await step('3: it hashes the verifier to a code_challenge', async () => {
    // The page shortens what it shows; step 4 compares the whole of it.
    const challenge = s256(verifier);
    await expect(page.getByTestId('parameters')).toContainText(`${challenge.slice(0, 6)}…${challenge.slice(-4)}`);
  });
  await step('4: the browser is sent to /oauth/authorize with the challenge', async () => {
    await page.getByTestId('continue').click();
    authorization = new URL((await authorized).url()).searchParams;
    expect(Object.fromEntries(authorization)).toMatchObject({
      response_type: 'code',
      client_id: 'spa',
      redirect_uri: `${demo.url}/callback`,
      code_challenge: s256(verifier),
      code_challenge_method: 'S256',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(authorization.toString()).not.toContain(verifier);
  });
  await step('5: the server asks who the user is', async () => {
    await page.waitForURL((url) => url.href.startsWith(`${demo.issuer}/interaction/`));
    await expect(page.locator('input[name=password]')).toBeVisible();
  });
  await step('6: the user takes a login option and consents', async () => {
    await page.locator('input[name=login]').fill('alice');
    await page.locator('input[name=password]').fill('wonderland');
    await page.locator('button[type=submit]').click();
    await expect(page.locator('button[name=consent]')).toBeVisible();
  });
  await step('7: the server redirects back with a one-time code', async () => {
    const returned = page.waitForRequest((request) => request.url().startsWith(`${demo.url}/callback?`));
    await page.locator('button[name=consent]').click();
    callback = new URL((await returned).url()).searchParams;
    expect(callback.get('code')).toBeTruthy();
    expect([callback.get('state'), callback.get('iss')]).toEqual([authorization.get('state'), demo.issuer]);
  });
  await step('8: code and code_verifier go to /oauth/token', async () => {
    const request = await redeemed;
    expect(request.method()).toBe('POST');
    expect(Object.fromEntries(new URLSearchParams(request.postData()))).toEqual({
      grant_type: 'authorization_code',
      code: callback.get('code'),
      redirect_uri: `${demo.url}/callback`,
      client_id: 'spa',
      code_verifier: verifier,
    });
    expect(request.headers()).not.toHaveProperty('cookie');
  });
  await step('9: the server verifies them', async () => {
    expect((await (await redeemed).response()).status()).toBe(200);
  });
  await step('10: the app has an ID Token, an access token and a refresh token', async () => {
    for (const name of ['id_token', 'access_token', 'refresh_token']) {
      await expect(page.getByTestId('step-10')).toContainText(name);
    }
    await expect(page.getByTestId('user-name')).toHaveText('Alice Liddell');
    expect(page.url()).toBe(`${demo.url}/`);
    for (let number = 1; number <= 10; number++) await shown(number);
  });
  await step('11: the app calls the API with the access token', async () => {
    const called = page.waitForRequest((request) => request.url() === `${demo.api}/me` && request.method() === 'GET');
    await page.getByTestId('call-api').click();
    const [, token] = (await called).headers().authorization.match(/^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/);
    await expect(page.getByTestId('access-token')).toHaveText(`${token.slice(0, 6)}…${token.slice(-4)}`);
    await shown(11);
  });
  await step('12: the API answers with the data of the user', async () => {
    await expect(page.getByTestId('api-answer')).toContainText('"sub": "alice"');
    await shown(12);
  });
}

/** What a user does then: refresh, and sign out. */
export async function refreshAndLeave(page, demo, step) {
  await step('then: the token is refreshed', async () => {
    const before = await page.getByTestId('access-token').textContent();
    const refreshed = page.waitForResponse(`${demo.issuer}/oauth/token`);
    await page.getByTestId('refresh').click();
    const request = (await refreshed).request();
    expect(new URLSearchParams(request.postData()).get('grant_type')).toBe('refresh_token');
    await expect(page.getByTestId('access-token')).not.toHaveText(before);
    await expect(page.getByTestId('comparison')).toBeVisible();
  });
  await step('then: the user signs out, here and at the server', async () => {
    await page.getByTestId('sign-out').click();
    await page.locator('button[name=logout]').click();
    await page.waitForURL(`${demo.url}/`);
    await expect(page.getByTestId('note')).toContainText('back from the authorization server');
    await expect(page.getByTestId('sign-in')).toBeVisible();
    await expect(page.getByTestId('user-name')).toHaveCount(0);
  });
}
