// A server that has enough says for how long: it is left alone until then, and nobody is signed out for it.
import { errorOf, expect, signIn, test, tokenRequests } from '../support/fixtures.mjs';

const refresh = () => auth.getAccessToken({ forceRefresh: true });

/** Answers every token request so, as long as `busy.isOn`. */
async function busyServer(page, site, status, retryAfter) {
  const busy = { isOn: true };
  await page.route(`${site.issuer}/oauth/token`, (route) => {
    if (!busy.isOn) return route.continue();
    const cors = { 'access-control-allow-origin': site.app, 'access-control-expose-headers': 'Retry-After' };
    return route.fulfill({ status, headers: { ...cors, ...(retryAfter && { 'retry-after': retryAfter }) }, body: '' });
  });
  return busy;
}

for (const [status, form, retryAfter] of [
  [429, 'seconds', () => '30'],
  [503, 'seconds', () => '30'],
  [429, 'a date', (now) => new Date(now + 30_000).toUTCString()],
]) {
  test(`a ${status} whose Retry-After is ${form} is the last request until then`, async ({ app, site }) => {
    await app.clock.install();
    await signIn(app);
    const requests = tokenRequests(app);
    const now = await app.evaluate(() => Date.now());
    const busy = await busyServer(app, site, status, retryAfter(now));
    const first = await errorOf(app, refresh);
    expect(first).toMatchObject({
      code: 'http_status',
      status,
      retryAfter: retryAfter(now),
      retryable: true,
      endpoint: `${site.issuer}/oauth/token`,
    });
    for (let count = 0; count < 3; count++) {
      const again = await errorOf(app, refresh);
      expect(again).toMatchObject({ code: 'token_error', error: 'temporarily_unavailable', status, retryable: true });
      expect(Number(again.retryAfter)).toBeGreaterThan(0);
      expect(Number(again.retryAfter)).toBeLessThanOrEqual(30);
    }
    expect(requests).toHaveLength(1);
    expect(await app.evaluate(() => auth.isAuthenticated)).toBe(true);

    busy.isOn = false;
    await app.clock.fastForward(31_000);
    expect(await app.evaluate(refresh)).toEqual(expect.any(String));
    expect(requests).toHaveLength(2);
  });
}

test('a 429 that does not say for how long forbids nothing, and nothing is repeated by itself', async ({
  app,
  site,
}) => {
  await signIn(app);
  const requests = tokenRequests(app);
  const busy = await busyServer(app, site, 429, undefined);
  expect(await errorOf(app, refresh)).toMatchObject({ code: 'http_status', status: 429, retryable: true });
  expect(requests).toHaveLength(1);
  busy.isOn = false;
  expect(await app.evaluate(refresh)).toEqual(expect.any(String));
});
