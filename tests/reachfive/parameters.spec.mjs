// Parameters of ReachFive's own travel to /oauth/authorize, and do there what they are for.
import { asked, expect, finish, leave, open, signIn, test } from './app.mjs';

/** The parameters of the first authorization request that Proofkey does not set itself. */
function passedOn(tenant) {
  const own = ['response_type', 'client_id', 'redirect_uri', 'scope', 'state', 'nonce'];
  own.push('code_challenge', 'code_challenge_method');
  const [{ query }] = asked(tenant.server, '/oauth/authorize');
  return Object.fromEntries(Object.entries(query).filter(([name]) => !own.includes(name)));
}

/** Begins a sign-in with these of ReachFive's parameters. */
async function leaveWith(page, params, options = {}) {
  const authorizationParams = await page.evaluate((params) => reachfiveParams(params), params);
  return leave(page, { ...options, authorizationParams });
}

test('provider leads to that provider', async ({ page, tenant }) => {
  await open(page, tenant);
  await leaveWith(page, { provider: 'google', provider_scope: ['email', 'calendar'] });
  expect(passedOn(tenant)).toEqual({ provider: 'google', provider_scope: 'email calendar' });
  await expect(page.getByText('through google')).toBeVisible();
  await finish(page);
  expect(await page.evaluate(() => auth.isAuthenticated)).toBe(true);
});

for (const persistent of [true, false]) {
  test(`persistent: ${persistent} ${persistent ? 'outlives' : 'ends with'} the browser`, async ({ page, tenant }) => {
    await open(page, tenant);
    await leaveWith(page, { persistent });
    expect(passedOn(tenant)).toEqual({ persistent: String(persistent) });
    await finish(page);
    const [{ name, expires }] = await page.context().cookies(tenant.issuer);
    expect(name).toBe('r5_session');
    // -1 is a cookie of this session alone.
    if (persistent) expect(expires).toBeGreaterThan(Date.now() / 1000);
    else expect(expires).toBe(-1);
  });
}

test('every other parameter goes along under its name', async ({ page, tenant }) => {
  await open(page, tenant);
  const params = { display: 'page', origin: 'checkout', login_hint: 'alice', id_token_hint: 'a.b.c' };
  await leaveWith(page, { ...params, ui_locales: ['fr-CA', 'fr'] });
  expect(passedOn(tenant)).toEqual({ ...params, ui_locales: 'fr-CA fr' });
  await expect(page.locator('input[name=login]')).toHaveValue('alice');
});

test('those of the client go along with every sign-in, and those of one sign-in win', async ({ page, tenant }) => {
  await open(page, tenant, { authorizationParams: { origin: 'shop', persistent: true, ui_locales: 'fr' } });
  await leaveWith(page, { origin: 'checkout' }, { prompt: 'login' });
  expect(passedOn(tenant)).toEqual({ origin: 'checkout', persistent: 'true', ui_locales: 'fr', prompt: 'login' });
});

test('a one-time token of the Identity API signs its user in without a page', async ({ page, tenant }) => {
  await open(page, tenant);
  const given = { client_id: 'spa-rs256', email: 'alice@example.com', password: 'wonderland' };
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${tenant.issuer}/identity/v1/password/login`, {
    method: 'POST',
    headers,
    body: JSON.stringify(given),
  });
  const { tkn } = await answer.json();
  await page.evaluate((tkn) => void auth.loginWithRedirect({ authorizationParams: reachfiveParams({ tkn }) }), tkn);
  await page.waitForURL(/\/callback\?/);
  expect(passedOn(tenant)).toEqual({ tkn });
  expect(asked(tenant.server, '/auth')).toEqual([]);
});

test('the scopes are ReachFive’s own where the app names none', async ({ page, tenant }) => {
  await open(page, tenant);
  await signIn(page);
  const [{ query }] = asked(tenant.server, '/oauth/authorize');
  expect(query.scope).toBe('openid profile email phone');
  expect(await page.evaluate(() => auth.getUser().phone_number)).toBe('+33600000000');
});
