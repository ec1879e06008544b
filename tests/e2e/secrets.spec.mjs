import { expect, isReady, leave, signIn, signInAs, test, tokenRequests, tokenResponses } from '../support/fixtures.mjs';

/** Everything that a page can keep, but for sessionStorage. */
async function elsewhere(page) {
  return page.evaluate(async () => {
    const databases = (await indexedDB.databases?.()) ?? [];
    return JSON.stringify([
      { ...localStorage },
      document.cookie,
      databases,
      await caches.keys(),
      history.state,
      window.name,
    ]);
  });
}

test('the verifier is nowhere but in sessionStorage and the body of the token request', async ({
  app,
  context,
  site,
}) => {
  const sent = [];
  const said = [];
  context.on('request', (request) =>
    sent.push({ request, head: [request.url(), JSON.stringify(request.headers())].join() }),
  );
  context.on('console', (message) => said.push(message.text()));
  const requests = tokenRequests(context);

  // The login page is reached, and the app's storage is read beside it in the same tab.
  await app.evaluate(async () => {
    window.next = await new Promise((stopped) => void auth.loginWithRedirect({ openUrl: stopped }));
  });
  const stored = await app.evaluate(() => Object.entries(sessionStorage));
  expect(stored).toHaveLength(1);
  const [[key, text]] = stored;
  expect(key).toMatch(/^proofkey:1:.*:spa:tx:[\w-]{43}$/);
  const { code_verifier: verifier, state } = JSON.parse(text);
  expect(verifier).toMatch(/^[\w.~-]{43,128}$/);
  expect(key.endsWith(state)).toBe(true);
  expect(await elsewhere(app)).not.toContain(verifier);
  expect(await app.evaluate(() => window.next)).not.toContain(verifier);

  await app.evaluate(() => location.assign(window.next));
  await signInAs(app);
  await app.waitForURL(/\/callback\?/);
  await isReady(app);
  await app.evaluate(() => auth.handleRedirectCallback());

  expect(requests).toHaveLength(1);
  expect(requests[0].code_verifier).toBe(verifier);
  const bodies = sent.filter(({ request }) => request.postData()?.includes(verifier));
  expect(bodies.map(({ request }) => request.url())).toEqual([`${site.issuer}/oauth/token`]);
  expect(sent.filter(({ head }) => head.includes(verifier))).toEqual([]);
  expect(said.filter((line) => line.includes(verifier))).toEqual([]);
  const left = await app.evaluate(() => JSON.stringify({ ...sessionStorage }));
  expect(left).not.toContain(verifier);
  expect(await elsewhere(app)).not.toContain(verifier);
});

test('no storage holds a token after the login, and the client shows none', async ({ app }) => {
  const responses = await tokenResponses(app);
  await signIn(app);
  const [{ access_token, refresh_token, id_token }] = responses;
  const seen = await app.evaluate(() =>
    JSON.stringify([
      { ...sessionStorage },
      { ...localStorage },
      auth,
      auth.getSnapshot(),
      auth.getUser(),
      document.cookie,
    ]),
  );
  for (const secret of [access_token, refresh_token, id_token]) {
    expect(secret).toEqual(expect.any(String));
    expect(seen).not.toContain(secret);
  }
});

test('a stolen code is worth nothing without the verifier', async ({ app, site }) => {
  const requests = tokenRequests(app);
  await app.route(`${site.app}/callback?*`, (route) => route.abort());
  await leave(app);
  const stolen = app.waitForRequest(/\/callback\?/);
  await signInAs(app);
  const code = new URL((await stolen).url()).searchParams.get('code');
  expect(code).toEqual(expect.any(String));

  const answer = await fetch(`${site.issuer}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: `${site.app}/callback`,
      client_id: 'spa',
      code_verifier: 'A'.repeat(43),
    }),
  });
  expect([answer.status, (await answer.json()).error]).toEqual([400, 'invalid_grant']);
  expect(requests).toHaveLength(0);
});
