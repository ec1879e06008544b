// What a script that was injected into the page can take away, and what it cannot.
import { expect, signIn, tokenResponses } from '../support/fixtures.mjs';
import { ask, test } from '../support/resource.mjs';

/** Everything in the page that a script can read without calling the client: storages, databases, caches, cookies and globals. */
const everything = async () => {
  const texts = [document.cookie, document.documentElement.outerHTML, location.href, JSON.stringify(history.state)];
  for (const storage of [localStorage, sessionStorage]) texts.push(JSON.stringify({ ...storage }));
  for (const { name } of await indexedDB.databases()) texts.push(name);
  for (const name of await caches.keys()) texts.push(name);
  // As deep as objects go, private members excepted: those are out of everybody's reach.
  const seen = new Set();
  const look = (value) => {
    if (typeof value === 'string') texts.push(value);
    if (value === null || !['object', 'function'].includes(typeof value) || seen.has(value)) return;
    seen.add(value);
    for (const key of Reflect.ownKeys(value)) {
      texts.push(String(key));
      const { value: member } = Reflect.getOwnPropertyDescriptor(value, key);
      look(member);
    }
    look(Reflect.getPrototypeOf(value));
  };
  look(window);
  return texts.join('\n');
};

test('complaint 34: with the memory store an injected script finds the refresh token nowhere', async ({ app }) => {
  const answers = await tokenResponses(app);
  await signIn(app);
  await app.evaluate(() => auth.getAccessToken({ forceRefresh: true }));
  const tokens = answers.flatMap(({ refresh_token: refresh, access_token: access, id_token: id }) => [
    refresh,
    access,
    id,
  ]);
  expect(tokens.filter(Boolean)).toHaveLength(6);
  // That it would be found: what the page has put somewhere is.
  await app.evaluate(() => {
    window.planted = { deep: ['a-token-of-a-careless-app'] };
  });
  const found = await app.evaluate(everything);
  expect(found).toContain('a-token-of-a-careless-app');
  for (const token of tokens) expect(found).not.toContain(token);
});

test('complaint 34: auth.fetch takes the token to no foreign origin, whatever URL an injected script hands it', async ({
  app,
  api,
  serve,
}) => {
  await signIn(app);
  const evil = await serve(() => ({ headers: { 'access-control-allow-origin': '*' } }));
  const { host } = new URL(evil.url);
  expect((await ask(app, `${api.url}/me`)).status).toBe(200);
  // Nor by a list that the app has kept, or by an init that is none of fetch's.
  await app.evaluate((url) => window.changes.resourceServers.push(url), evil.url);
  const urls = [evil.url, `//${host}`, `${evil.url}/?${api.url}`, `${evil.url}#${api.url}/me`, `http:\\\\${host}`];
  for (const url of urls) {
    expect([url, await ask(app, url, { resourceServers: [evil.url] })]).toEqual([url, 'resource_not_allowed']);
  }
  expect(await ask(app, `${api.url}@${host}`)).toBe('config_error');
  const request = await app.evaluate(
    (url) => auth.fetch(new Request(url, { headers: { authorization: 'x' } })).catch(({ code }) => code),
    evil.url,
  );
  expect(request).toBe('resource_not_allowed');
  expect(evil.asked).toEqual([]);
});
