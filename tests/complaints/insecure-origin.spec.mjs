// An app at a plain http address that is not this machine's own: no WebCrypto, and no sign-in.
import { chromium } from '@playwright/test';
import { diagnose, idsOf } from '../e2e/fixtures-diagnosis.mjs';
import { errorOf, expect, isReady } from '../support/fixtures.mjs';
import { test as base } from './fixtures-app.mjs';

const test = base.extend({
  /** A page of the app at `http://app.test`, which the browser finds on this machine. */
  insecure: async ({ site, launchOptions: { executablePath, args } }, use) => {
    const { port } = new URL(site.app);
    const browser = await chromium.launch({
      executablePath,
      args: [...args, '--host-resolver-rules=MAP app.test localhost'],
    });
    const page = await browser.newPage();
    await page.goto(`http://app.test:${port}/`);
    await isReady(page);
    expect(await page.evaluate(() => [isSecureContext, crypto.subtle])).toEqual([false, undefined]);
    await use(page);
    await browser.close();
  },
});

/** What is to be known of the refusal, and of the page afterwards. */
async function isRefused(page, call, phase) {
  const navigated = [];
  page.on('framenavigated', (frame) => navigated.push(frame.url()));
  const error = await errorOf(page, call);
  expect(error).toMatchObject({ code: 'insecure_origin', phase, retryable: false, isTyped: true });
  expect(error.hint).toContain('http://localhost');
  expect(error.hint).toContain('local certificate');
  expect(await page.evaluate(() => [sessionStorage.length, localStorage.length])).toEqual([0, 0]);
  expect(navigated).toEqual([]);
}

test('complaint 17: on an http origin signing in by redirect is refused before the page is left, and the hint names localhost and a local certificate', async ({
  insecure,
}) => {
  await isRefused(insecure, () => auth.loginWithRedirect(), 'login');
});

test('complaint 17: so is a popup, which is closed, and whatever else needs the core', async ({ insecure }) => {
  await isRefused(insecure, () => auth.loginWithPopup(), 'login');
  expect(insecure.context().pages()).toHaveLength(1);
  await isRefused(insecure, () => auth.ready(), 'start');
  await isRefused(insecure, () => auth.loginSilently(), 'login');
  await isRefused(insecure, () => auth.getAccessToken(), 'token');
  expect(await errorOf(insecure, () => auth.authorizationUrl())).toMatchObject({ code: 'insecure_origin' });
});

test('complaint 17: a diagnosis there says so', async ({ insecure }) => {
  const diagnosis = await diagnose(insecure);
  expect(idsOf(diagnosis, 'error')).toContain('secure_context');
  expect(diagnosis.byId.ready.details).toEqual({ code: 'insecure_origin' });
  expect(diagnosis.byId.secure_context.fix).toContain('http://localhost');
  expect(diagnosis.byId.secure_context.fix).toContain('local certificate');
});
