// A server that takes pushed requests alone, and an app that knows nothing of that.
import { errorOf, expect, openWith, signIn } from '../support/fixtures.mjs';
import { test } from '../support/frames.mjs';
import { endsIn, isGone, openPopup, signInThere } from '../support/popups.mjs';
import { pushingAlone } from './strict.mjs';

test.use({ server: { configure: pushingAlone } });

/** The parameters that each authorization request carries in the open. */
function carried(context, { issuer }) {
  const names = [];
  context.on('request', (request) => {
    const { href, searchParams } = new URL(request.url());
    if (href.startsWith(`${issuer}/oauth/authorize?`)) names.push([...searchParams.keys()]);
  });
  return names;
}

const nothingElse = ['client_id', 'request_uri'];

test('redirects and hidden frames push, once the third part of the core is there', async ({ page, context, world }) => {
  const names = carried(context, world);
  const parts = [];
  page.on('request', (request) => parts.push(request.url()));
  await openWith(page, world, {});
  await page.evaluate(() => auth.ready());
  expect(parts.filter((url) => url.includes('extended'))).toEqual([]);
  await signIn(page);
  expect(parts.filter((url) => url.includes('extended'))).not.toEqual([]);
  await openWith(page, world, {});
  await page.evaluate(() => auth.loginSilently());
  await page.evaluate(() => auth.loginSilently({ responseMode: 'web_message' }));
  expect(await page.evaluate(() => auth.getUser().sub)).toBe('alice');
  expect(names).toEqual([nothingElse, nothingElse, nothingElse]);
});

test('a popup pushes, and opens blank until then', async ({ page, context, world }) => {
  const names = carried(context, world);
  await openWith(page, world, {});
  await page.evaluate(() => auth.ready());
  const popup = await openPopup(page);
  await signInThere(popup);
  await endsIn(page, 'alice');
  await isGone(popup);
  expect(names).toEqual([nothingElse]);
});

test('a link cannot, before a push and after it', async ({ page, world }) => {
  await openWith(page, world, {});
  await page.evaluate(() => auth.ready());
  const refused = () => errorOf(page, async () => auth.authorizationUrl());
  expect((await refused()).code).toBe('par_required');
  await page.evaluate(() => auth.loginWithRedirect({ openUrl() {} }));
  expect((await refused()).code).toBe('par_required');
  expect(await page.evaluate(() => Object.keys(sessionStorage).length)).toBe(1);
});
