// Signing in with a vault, and all that a client does with a session besides.

import { bound, strictly } from '../bound/strict.mjs';
import { errorOf, leave, signInAs, tokenRequests } from '../support/fixtures.mjs';
import { expect, isReady, openWith, reachCallback, signIn, test, userOf } from './fixtures.mjs';

for (const [kind, changes] of [
  ['classic', {}],
  ['module', { isModule: true }],
]) {
  test(`signs in, refreshes, asks for the user and signs out, in a ${kind} worker`, async ({ page, world }) => {
    const requests = tokenRequests(page);
    await openWith(page, world, { scope: 'openid profile offline_access', ...changes });
    await page.evaluate(() => {
      window.told = [];
      auth.subscribe((_, { reason }) => told.push(reason));
    });
    const result = await signIn(page, { appState: { cart: 3 }, returnTo: '/cart?x=1#y' });
    expect(result).toEqual({ appState: { cart: 3 }, returnTo: '/cart?x=1#y' });
    expect(new URL(page.url()).search).toBe('');
    expect(await userOf(page)).toBe('alice');
    const { name } = await page.evaluate(() => auth.getUserInfo());
    expect(name).toBe('Alice Liddell');
    expect(requests.map(({ grant_type }) => grant_type)).toEqual(['authorization_code']);
    const { stateMatches, reasons } = await page.evaluate(async (app) => {
      const reasons = [];
      auth.subscribe((_, { reason }) => reasons.push(reason));
      const url = await new Promise((openUrl) => void auth.logout({ openUrl }));
      const back = new URL(app);
      back.searchParams.set('state', new URL(url).searchParams.get('state'));
      return { ...(await auth.handleLogoutCallback(back.href)), reasons };
    }, world.app);
    expect({ stateMatches, reasons }).toEqual({ stateMatches: true, reasons: ['signed_out'] });
    expect(await errorOf(page, () => auth.getUserInfo())).toMatchObject({ code: 'login_required', isTyped: true });
  });
}
