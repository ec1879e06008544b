// Another site sends the user to the app's page for that, and the sign-in begins there (OpenID Connect Core 4).
import { expect, framedAt, isReady, signInAs, test } from '../support/fixtures.mjs';

const startOf = (site, query) => `${site.app}/start.html?${new URLSearchParams(query)}`;

/** Begins a sign-in there, and ends it; gives what the callback gave, and the authorization request's parameters. */
async function signInFrom(page, site, query) {
  const asked = page.waitForRequest((request) => new URL(request.url()).pathname.endsWith('/authorize'));
  await page.goto(startOf(site, query));
  const { searchParams } = new URL((await asked).url());
  await page.waitForURL(/\/interaction\//);
  await signInAs(page);
  await page.waitForURL(/\/callback\?/);
  await isReady(page);
  return { parameters: searchParams, ...(await page.evaluate(() => auth.handleRedirectCallback())) };
}

/** What the page says, and the requests that left it for another host than its own. */
async function refusedAt(page, site, query) {
  const left = [];
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== site.app) left.push(new URL(request.url()).origin);
  });
  await page.goto(startOf(site, query));
  await expect(page.locator('#outcome')).not.toBeEmpty();
  return { left, outcome: JSON.parse(await page.locator('#outcome').textContent()) };
}

test('a sign-in that another site begins goes to the issuer with its login_hint, and ends at its target_link_uri', async ({
  page,
  site,
}) => {
  const { parameters, returnTo, appState } = await signInFrom(page, site, {
    iss: site.issuer,
    login_hint: 'a+b&prompt=none é',
    target_link_uri: `${site.app}/inbox?page=2#latest`,
    state: 'theirs',
    prompt: 'none',
  });
  expect([returnTo, appState]).toEqual(['/inbox?page=2#latest', undefined]);
  expect(parameters.get('login_hint')).toBe('a+b&prompt=none é');
  // Nothing else of their URL goes along.
  expect([parameters.get('prompt'), parameters.get('state') === 'theirs']).toEqual([null, false]);
  expect(await page.evaluate(() => auth.getUser().sub)).toBe('alice');
});

for (const [what, target] of [
  ['of another origin', () => 'https://evil.example/x'],
  ['of the same host with another port', () => 'http://localhost:1/x'],
  ['that is a script', () => 'javascript:alert(1)'],
  ['whose path is another host', ({ app }) => `${app}//evil.example/x`],
  ['with a backslash', () => '/\\evil.example/x'],
  ['that is missing', () => undefined],
]) {
  test(`a target_link_uri ${what} is not followed: the user comes back to /`, async ({ page, site }) => {
    const uri = target(site);
    const query = { iss: site.issuer, ...(uri === undefined ? {} : { target_link_uri: uri }) };
    expect((await signInFrom(page, site, query)).returnTo).toBe('/');
  });
}

for (const [what, query, received] of [
  ['without iss', () => ({ login_hint: 'alice' }), () => undefined],
  ['for another issuer', () => ({ iss: 'https://evil.example' }), () => 'https://evil.example'],
  ['for an issuer with one slash more', ({ issuer }) => ({ iss: `${issuer}/` }), ({ issuer }) => `${issuer}/`],
  ['with iss twice', ({ issuer }) => `iss=${issuer}&iss=https://evil.example`, ({ issuer }) => issuer],
]) {
  test(`a sign-in ${what} is refused with issuer_not_allowed, and begins nowhere`, async ({ page, site }) => {
    const { left, outcome } = await refusedAt(page, site, query(site));
    expect(outcome).toEqual({ code: 'issuer_not_allowed', phase: 'login', received: received(site) });
    // What the client asks of its own issuer when it is created.
    expect(left.filter((origin) => origin !== site.issuer)).toEqual([]);
    expect(page.url()).toBe(startOf(site, query(site)));
  });
}

test('a sign-in that another site begins in a frame is refused with login_in_frame', async ({ page, site }) => {
  const frame = await framedAt('localhost', page, startOf(site, { iss: site.issuer }));
  await expect(frame.locator('#outcome')).toHaveText('{"code":"login_in_frame","phase":"login"}');
});
