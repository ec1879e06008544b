// auth.fetch below HTTP clients that apps have already: what www-demo/docs/calling-apis.md shows, run.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, signIn, tokenRequests } from '../support/fixtures.mjs';
import { revokeAt, test } from '../support/resource.mjs';

const page = new URL('../../www-demo/docs/calling-apis.md', import.meta.url);

/** The examples of the documentation, by the module that each begins with. */
const examples = Object.fromEntries(
  [...readFileSync(page, 'utf8').matchAll(/^```js\n(import (\w+) from '\w+';\n(?:.*\n)*?)^```$/gm)].map(
    ([, code, name]) => [name, code],
  ),
);

/** Runs an example in the page, and gives it what it makes as `window.api`. */
async function install(app, name, url) {
  const contents = examples[name].replaceAll('https://api.example', url).replace('export const api', 'window.api');
  const resolveDir = fileURLToPath(new URL('../..', import.meta.url));
  const { outputFiles } = await build({ stdin: { contents, resolveDir }, bundle: true, write: false, format: 'iife' });
  await app.addScriptTag({ content: outputFiles[0].text });
}

// The page's own policy takes no script from a test.
test.use({ bypassCSP: true });

for (const [name, get, post] of [
  ['axios', "api.get('/me').then(({ data }) => data.sub)", "api.post('/notes', 'tea').then(({ data }) => data.text)"],
  [
    'ky',
    "api.get('me').json().then(({ sub }) => sub)",
    "api.post('notes', { body: 'tea' }).json().then(({ text }) => text)",
  ],
]) {
  test(`${name}: the token goes along, and a revoked one is replaced once`, async ({ app, api }) => {
    await signIn(app);
    await install(app, name, api.url);
    expect(await app.evaluate(get)).toBe('alice');
    await revokeAt(api, app);
    const requests = tokenRequests(app);
    expect(await app.evaluate(post)).toBe('tea');
    expect(api.asked).toEqual(['GET /me', 'POST /notes', 'POST /notes']);
    expect(requests).toHaveLength(1);
  });

  test(`${name}: what is refused for the token’s sake rejects with its code, and nothing is sent`, async ({
    app,
    api,
  }) => {
    await signIn(app);
    await install(app, name, 'https://other.example');
    const error = await app.evaluate(
      `${get}.catch((error) => [error.code, [error, error.cause].some((known) => known instanceof ProofkeyError)])`,
    );
    expect(error).toEqual(['resource_not_allowed', true]);
    expect(api.asked).toEqual([]);
  });
}
