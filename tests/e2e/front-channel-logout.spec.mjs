// The authorization server frames a page of the app when a user signs out elsewhere (OpenID Connect Front-Channel Logout
// 1.0). oidc-provider cannot, so a page beside it does.
import config from '../playwright.config.mjs';
import { errorOf, expect, framedAt, isReady, signIn, test } from '../support/fixtures.mjs';

// Playwright turns off what every user has, the partitioning of storage by site. Of several such lists the last counts.
const { launchOptions } = config.use;
test.use({ launchOptions: { ...launchOptions, args: [...launchOptions.args, '--disable-features=HttpsUpgrades'] } });

/** Signs in, and gives `sid`: the server puts it into the ID Token of those who ask. */
async function signInWithSid(page) {
  await signIn(page, { claims: { id_token: { sid: null } } });
  const sid = await page.evaluate(() => auth.getIdTokenClaims().sid);
  expect(sid).toEqual(expect.any(String));
  // What comes in on the client's channel; and something in storage, for the frame to look for.
  await page.evaluate(() => {
    window.heard = [];
    window.channel = new BroadcastChannel(`proofkey:1:${options.issuer}:${options.clientId}`);
    channel.onmessage = ({ data }) => heard.push(data?.sid);
    localStorage.setItem('app', 'was here');
  });
  return sid;
}

/** Has a page of that host frame the app's page for it, and gives the frame once it has acted. */
async function signedOutAt(host, { page, site, query }) {
  const url = `${site.app}/front-channel-logout.html?${new URLSearchParams(query)}`;
  const frame = await framedAt(host, await page.context().newPage(), url);
  await expect(frame.locator('#outcome')).not.toBeEmpty();
  return frame;
}

const outcome = (frame) => frame.locator('#outcome').textContent();

/** Whether a message that was sent later has arrived, and all before it. */
async function settled({ page, site }) {
  await signedOutAt('localhost', { page, site, query: { iss: site.issuer, sid: 'the last' } });
  await expect.poll(() => page.evaluate(() => heard)).toContain('the last');
}

const isSignedIn = (page) => page.evaluate(() => auth.isAuthenticated);

test('a server of the same site signs the app out', async ({ app: page, site }) => {
  const sid = await signInWithSid(page);
  await page.evaluate(() => auth.subscribe(({ isAuthenticated }) => heard.push(isAuthenticated)));
  const frame = await signedOutAt('localhost', { page, site, query: { iss: site.issuer, sid } });
  expect(await outcome(frame)).toBe('told');
  expect(await frame.evaluate(() => localStorage.getItem('app'))).toBe('was here');
  await expect.poll(() => isSignedIn(page)).toBe(false);
  expect(await page.evaluate(() => heard)).toContain(false);
  expect(await errorOf(page, () => auth.getAccessToken())).toMatchObject({ code: 'login_required' });
});

test('a message of another form on the channel changes nothing', async ({ app: page }) => {
  const problems = [];
  page.on('pageerror', (error) => problems.push(error));
  await signInWithSid(page);
  await page.evaluate(async () => {
    const stranger = new BroadcastChannel(channel.name);
    for (const message of [null, 'sid', 7, [], {}, { sid: null }]) stranger.postMessage(message);
    stranger.postMessage({ iss: options.issuer, sid: 'the last' });
  });
  await expect.poll(() => page.evaluate(() => heard.at(-1))).toBe('the last');
  expect(await isSignedIn(page)).toBe(true);
  expect(problems).toEqual([]);
});

test('every page of the client is signed out', async ({ app: page, site }) => {
  const sid = await signInWithSid(page);
  // The server knows the user by now, and asks for nothing.
  const other = await page.context().newPage();
  await other.goto(site.app);
  await isReady(other);
  await other.evaluate(() => void auth.loginWithRedirect({ claims: { id_token: { sid: null } } }));
  await other.waitForURL(/\/callback\?/);
  await isReady(other);
  await other.evaluate(() => auth.handleRedirectCallback());
  expect(await other.evaluate(() => auth.getIdTokenClaims().sid)).toBe(sid);
  await signedOutAt('localhost', { page, site, query: { iss: site.issuer, sid } });
  for (const each of [page, other]) await expect.poll(() => isSignedIn(each)).toBe(false);
});

test('a server of another site reaches nothing: storage and channels are partitioned', async ({ app: page, site }) => {
  const sid = await signInWithSid(page);
  const frame = await signedOutAt('127.0.0.1', { page, site, query: { iss: site.issuer, sid } });
  // It does what it can, and cannot know.
  expect(await outcome(frame)).toBe('told');
  expect(await frame.evaluate(() => localStorage.getItem('app'))).toBeNull();
  await settled({ page, site });
  expect(await page.evaluate(() => heard)).toEqual(['the last']);
  expect(await isSignedIn(page)).toBe(true);
});

test('the end of another session is none of this one', async ({ app: page, site }) => {
  await signInWithSid(page);
  const frame = await signedOutAt('localhost', { page, site, query: { iss: site.issuer, sid: 'another' } });
  expect(await outcome(frame)).toBe('told');
  await settled({ page, site });
  expect(await page.evaluate(() => heard)).toEqual(['another', 'the last']);
  expect(await isSignedIn(page)).toBe(true);
});

for (const [claim, query] of [
  ['without iss', ({ sid }) => ({ sid })],
  ['without sid', ({ iss }) => ({ iss })],
  ['with an empty sid', ({ iss }) => ({ iss, sid: '' })],
  ['with another iss', ({ iss, sid }) => ({ iss: `${iss}/`, sid })],
  ['with iss twice', ({ iss, sid }) => `${new URLSearchParams({ iss, sid })}&iss=${iss}`],
  ['with sid twice', ({ iss, sid }) => `${new URLSearchParams({ iss, sid })}&sid=${sid}`],
]) {
  test(`a front-channel logout ${claim} is ignored`, async ({ app: page, site }) => {
    const sid = await signInWithSid(page);
    const frame = await signedOutAt('localhost', { page, site, query: query({ iss: site.issuer, sid }) });
    expect(await outcome(frame)).toBe('ignored');
    await settled({ page, site });
    expect(await page.evaluate(() => heard)).toEqual(['the last']);
    expect(await isSignedIn(page)).toBe(true);
  });
}
