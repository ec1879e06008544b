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

test('on its way to another origin a redirected request loses the token, and what answers there is refused', async ({
  user,
}) => {
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
  await sees(user, '#answer', 'cross_origin_redirect');
  expect(api.seen).toEqual(['Bearer', 'Bearer']);
  expect(elsewhere.seen).toEqual(['none']);
  await Promise.all([close(), api.close(), elsewhere.close()]);
});
