// Bound tokens and pushed requests in each engine, at a server that takes nothing else and an API with a nonce of its own.
import { API } from '../../www-demo/server/authorization-server.mjs';
import { bound, namingResources, strictly } from '../bound/strict.mjs';
import { expect, sees, signIn, test } from './fixtures.mjs';
import { startWorld } from './world.mjs';

/** What the client asks for; the API takes no token that was asked for in another way. */
const client = { ...bound, scope: `${bound.scope} api:read`, resource: API };
const configure = (configuration) => namingResources(strictly(configuration));

/** Name of a page -> what is difficult with it, and the files that bring the core, and what only such options need of it. */
const pages = {
  'an ordinary page': {
    cores: { default: ['extended-bytes', 'wasm'], script: ['proofkey-extended.js'], slim: ['core.wasm'] },
  },
  "a page with script-src 'self'": {
    scriptSrc: "'self'",
    cores: {
      default: ['javascript', 'translated-extended'],
      // The key is in the first one.
      script: ['proofkey-extended.js', 'proofkey-fallback-extended.js', 'proofkey-fallback.js'],
      slim: ['javascript', 'translated-extended'],
    },
  },
};

/** What the page shows of the key in its browser's database. */
async function keySeen(user) {
  await user.click('#show-key');
  await expect.poll(() => user.text('#key')).not.toBe('');
  return user.text('#key');
}

for (const [page, { cores, ...world }] of Object.entries(pages)) {
  for (const [entry, expected] of Object.entries(cores)) {
    test(`${page}, ${entry} entry: sign-in, API, refresh, and another key after the logout`, async ({ user }) => {
      const { url, done, cores, close } = await startWorld({
        ...world,
        client,
        configure,
        apiNonce: 'api-1',
      });
      await user.open(`${url}/${entry}.html`);
      await sees(user, '#user', 'nobody');

      await signIn(user);
      await sees(user, '#user', 'Alice Liddell');
      const key = await keySeen(user);
      expect(key).toMatch(/^[\w-]{43}$/);
      await user.click('#ask');
      await sees(user, '#answer', '200');

      const token = await user.text('#token');
      await user.click('#refresh');
      await expect.poll(() => user.text('#token')).not.toBe(token);
      expect(done).toEqual(['authorization_code', 'refresh_token']);

      await user.click('#sign-out');
      await user.click('button[name=logout]');
      await sees(user, '#user', 'nobody');
      expect(done).toEqual(['authorization_code', 'refresh_token', 'end_session']);
      // None yet, or the one that the next sign-in is to be bound to.
      expect(await keySeen(user)).not.toBe(key);
      expect(cores().sort()).toEqual(expected);
      await close();
    });
  }
}

test('the server is asked for the user with a proof', async ({ user }) => {
  // A token for the API is none for the server.
  const { url, close } = await startWorld({ client: bound, configure: strictly });
  await user.open(`${url}/default.html`);
  await sees(user, '#user', 'nobody');
  await signIn(user);
  await sees(user, '#user', 'Alice Liddell');
  await user.click('#refresh');
  await user.click('#ask-user');
  await sees(user, '#subject', 'alice');
  await close();
});

for (const [page, { cores: _, ...world }] of Object.entries(pages)) {
  test(`${page}, a vault: sign-in, API, refresh, logout, and nobody after a reload`, async ({ user }) => {
    const { url, done, close } = await startWorld({
      ...world,
      client: { ...client, exposeAccessToken: true },
      configure,
      apiNonce: 'api-1',
    });
    await user.open(`${url}/vault.html`);
    await sees(user, '#user', 'nobody');
    await signIn(user);
    await sees(user, '#user', 'Alice Liddell');
    await user.click('#ask');
    await sees(user, '#answer', '200');
    const token = await user.text('#token');
    await user.click('#refresh');
    await expect.poll(() => user.text('#token')).not.toBe(token);
    await user.click('#sign-out');
    await user.click('button[name=logout]');
    await sees(user, '#user', 'nobody');
    expect(done).toEqual(['authorization_code', 'refresh_token', 'end_session']);
    await signIn(user);
    await sees(user, '#user', 'Alice Liddell');
    await user.open(`${url}/vault.html`);
    await sees(user, '#user', 'nobody');
    await close();
  });
}
