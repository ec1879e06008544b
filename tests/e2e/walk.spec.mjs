import { startAuthorizationServer } from '../../www-demo/server/authorization-server.mjs';
import { listen } from '../../www-demo/server/listen.mjs';
import { startDemo } from '../../www-demo/server/serve.mjs';
import { expect, signInAs, test } from '../support/fixtures.mjs';
import { refreshAndLeave, walk } from '../support/walk.mjs';

test('the twelve steps of the guide, then a refresh and the way out', async ({ page, demo }) => {
  await walk(page, demo, test.step);
  await refreshAndLeave(page, demo, test.step);
});

test('step 9: a wrong verifier is refused by the server', async ({ page, demo }) => {
  // The browser never gets to redeem the code: the test stands where a thief would.
  await page.route(`${demo.issuer}/oauth/token`, (route) => route.abort());
  await page.goto(demo.url);
  await page.getByTestId('sign-in').click();
  const stolen = page.waitForRequest((request) => request.url().startsWith(`${demo.url}/callback?`));
  await signInAs(page);
  const code = new URL((await stolen).url()).searchParams.get('code');
  const redeem = (code_verifier) =>
    fetch(`${demo.issuer}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: `${demo.url}/callback`,
        client_id: 'spa',
        ...(code_verifier && { code_verifier }),
      }),
    });
  for (const verifier of [undefined, 'A'.repeat(43)]) {
    const answer = await redeem(verifier);
    expect([answer.status, (await answer.json()).error]).toEqual([400, 'invalid_grant']);
  }
});

test('the demo shows what went wrong when consent is denied', async ({ page, demo }) => {
  await page.goto(demo.url);
  await page.getByTestId('sign-in').click();
  await page.locator('.deny').click();
  await expect(page.getByTestId('error-code')).toHaveText('authorization_error');
  await expect(page.getByTestId('error-hint')).toContainText('The user said no');
  await expect(page.getByTestId('sign-in')).toBeVisible();
});

test('the demo diagnoses itself, and finds nothing wrong', async ({ page, demo }) => {
  await page.goto(demo.url);
  await page.getByText('Does something not work?').click();
  await page.getByTestId('diagnose').click();
  const findings = page.getByTestId('finding');
  await expect(findings.first()).toBeVisible({ timeout: 20_000 });
  expect(await findings.evaluateAll((all) => all.map(({ dataset }) => dataset.severity))).not.toContain('error');
  // It asks for a token without a code: that is no step of a sign-in.
  await expect(page.getByTestId('step-8')).not.toHaveAttribute('data-state', 'done');
});

test('the demo shows UserInfo where the provider comes without an API', async ({ page }) => {
  const listener = await listen();
  const authorizationServer = await startAuthorizationServer({ origins: [listener.url] });
  const demo = await startDemo({ listener, authorizationServer });
  await page.goto(demo.url);
  await page.getByTestId('sign-in').click();
  await signInAs(page);
  await page.getByTestId('call-api').click();
  await expect(page.getByTestId('api-answer')).toContainText('"email": "alice@example.com"');
  await expect(page.getByTestId('step-12')).toHaveAttribute('data-state', 'done');
  await Promise.all([demo.close(), authorizationServer.close()]);
});
