// Bound tokens, pushed requests and signed answers of a sign-in in a popup.
import { endsIn, expect, isGone, open, openPopup, signInThere, test } from '../support/popups.mjs';
import { bound, strictly } from './strict.mjs';

test.use({ server: { configure: strictly } });

/** The refresh needs the key, and the proof that the server wants. */
const refreshed = (page) => page.evaluate(() => auth.getAccessToken({ forceRefresh: true }));

for (const [what, options] of [
  ['pushed, and its tokens are bound', bound],
  ['pushed, since the server wants that', { ...bound, pushedAuthorizationRequests: undefined }],
  ['pushed without any option of its own', { ...bound, dpop: 'auto', pushedAuthorizationRequests: undefined }],
  ['answered by a signed token', { ...bound, responseMode: 'query.jwt' }],
]) {
  test(`a request is ${what}`, async ({ page, context, world }) => {
    const asked = [];
    context.on('request', (request) => {
      if (request.url().startsWith(`${world.issuer}/oauth/authorize?`)) asked.push(new URL(request.url()));
    });
    await open(page, world, options);
    const popup = await openPopup(page);
    await signInThere(popup);
    await endsIn(page, 'alice');
    await isGone(popup);
    expect(asked.map(({ searchParams }) => [...searchParams.keys()])).toEqual([['client_id', 'request_uri']]);
    expect(await refreshed(page)).toEqual(expect.any(String));
  });
}
