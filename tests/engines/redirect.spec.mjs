// Where the access token ends up when an API redirects: it is each engine's own doing.
import { listen } from '../../www-demo/server/listen.mjs';
import { expect, sees, signIn, test } from './fixtures.mjs';
import { startWorld } from './world.mjs';

/** An API that pages of every origin may read; `seen` is the scheme of the authorization of each request to it. */
async function startApi(answer) {
  const { url, handle, close } = await listen();
  const seen = [];
  handle((request, response) => {
    const cors = { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'authorization' };
    if (request.method === 'OPTIONS') return response.writeHead(204, cors).end();
    seen.push((request.headers.authorization ?? 'none').split(' ')[0]);
    const { status = 200, headers } = answer(request);
    response.writeHead(status, { ...cors, ...headers }).end();
  });
  return { url, seen, close };
}

test('a redirect takes the token to no other origin, and what answers there is refused', async ({ user, engine }) => {
  // A Chromium that is too old to leave the token out follows no redirect at all.
  const follows = !(process.env.OLDEST && engine === 'chromium');
  const elsewhere = await startApi(() => ({}));
  const api = await startApi(({ url }) => ({
    status: 307,
    headers: { location: url === '/first' ? '/second' : elsewhere.url },
  }));
  const { url, close } = await startWorld({ api: `${api.url}/first` });
  await user.open(`${url}/default.html`);
  await sees(user, '#user', 'nobody');
  await signIn(user);
  await sees(user, '#user', 'Alice Liddell');

  await user.click('#ask');
  await sees(user, '#answer', follows ? 'cross_origin_redirect' : 'network_error');
  expect(api.seen).toEqual(follows ? ['Bearer', 'Bearer'] : ['Bearer']);
  expect(elsewhere.seen).toEqual(follows ? ['none'] : []);
  await Promise.all([close(), api.close(), elsewhere.close()]);
});
