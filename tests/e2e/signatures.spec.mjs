import { errorOf, expect, openWith, reachCallback, signIn, test } from '../support/fixtures.mjs';

const clientId = 'shared-secret';
const scope = 'openid profile';

/** The whole sign-in, which is to end in an error. */
async function refusal(page) {
  await reachCallback(page);
  return errorOf(page, () => auth.handleRedirectCallback());
}

/** Records what the pages say on the console. */
function warnings(page) {
  const said = [];
  page.on('console', (message) => message.type() === 'warning' && said.push(message.text()));
  return said;
}

test('HS256 that was declared signs the user in, unverified and said so once', async ({ page, site }) => {
  const said = warnings(page);
  await openWith(page, site, { clientId, scope, idTokenSignedResponseAlg: 'HS256' });
  await expect.poll(() => said).toEqual([expect.stringContaining('idTokenSignedResponseAlg is HS256')]);
  await signIn(page);
  expect(await page.evaluate(() => auth.getSnapshot())).toMatchObject({
    isAuthenticated: true,
    idTokenSignatureVerified: false,
    user: { sub: 'alice' },
  });
  // The callback page has a client of its own.
  await expect.poll(() => said.length).toBe(2);
});

test('HS256 that was not declared is refused', async ({ page, site }) => {
  const said = warnings(page);
  await openWith(page, site, { clientId, scope });
  expect(await refusal(page)).toMatchObject({ code: 'alg_unsupported', phase: 'callback' });
  expect(said).toEqual([]);
});

test('a token that is signed with a key is refused by a client that declared HS256', async ({ page, site }) => {
  await openWith(page, site, { scope, idTokenSignedResponseAlg: 'HS256' });
  expect(await refusal(page)).toMatchObject({ code: 'alg_not_allowed', phase: 'callback' });
});

test('HS256 beside another algorithm is a config_error', async ({ app }) => {
  const create = () => createClient({ ...options, idTokenSignedResponseAlg: ['HS256', 'RS256'] }).ready();
  expect(await errorOf(app, create)).toMatchObject({ code: 'config_error', option: 'idTokenSignedResponseAlg' });
});

test('a signature that was verified says so', async ({ app }) => {
  await signIn(app);
  expect(await app.evaluate(() => auth.getSnapshot().idTokenSignatureVerified)).toBe(true);
});

test('pinned keys verify the signature, and the jwks_uri is never asked', async ({ page, site }) => {
  const jwks = await (await fetch(`${site.issuer}/oauth/jwks`)).json();
  const asked = [];
  page.on('request', (request) => request.url().endsWith('/oauth/jwks') && asked.push(request.url()));
  await openWith(page, site, { jwks });
  await signIn(page);
  expect(await page.evaluate(() => auth.getSnapshot().idTokenSignatureVerified)).toBe(true);
  expect(asked).toEqual([]);
});

test('keys that are pinned and another’s refuse the sign-in', async ({ page, site }) => {
  const { keys } = await (await fetch(`${site.issuer}/oauth/jwks`)).json();
  await openWith(page, site, { jwks: { keys: keys.filter(({ alg }) => alg !== 'RS256') } });
  expect(await refusal(page)).toMatchObject({ code: 'key_not_found', phase: 'callback' });
});
