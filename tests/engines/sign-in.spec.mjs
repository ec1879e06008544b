// Sign-in, refresh and logout in each engine, also where WebAssembly is not to be had.
import { expect, sees, signIn, test } from './fixtures.mjs';
import { startWorld } from './world.mjs';

/** Name of a page -> what is difficult with it, and the files that bring the core to each entry. */
const pages = {
  'an ordinary page': { cores: { default: ['wasm'], script: [], slim: ['core.wasm'] } },
  'a page whose first script deletes WebAssembly': {
    first: 'delete globalThis.WebAssembly;',
    cores: { default: ['javascript'], script: ['proofkey-fallback.js'], slim: ['javascript'] },
  },
  "a page with script-src 'self'": {
    scriptSrc: "'self'",
    cores: { default: ['javascript'], script: ['proofkey-fallback.js'], slim: ['javascript'] },
  },
  'a page whose first script deletes DecompressionStream': {
    first: 'delete globalThis.DecompressionStream;',
    cores: { default: ['javascript'], script: ['proofkey-fallback.js'], slim: ['core.wasm'] },
  },
};

for (const [page, { cores, ...world }] of Object.entries(pages)) {
  for (const [entry, expected] of Object.entries(cores)) {
    test(`${page}, ${entry} entry: sign-in, refresh, logout, and one core`, async ({ user }) => {
      const { url, done, cores, close } = await startWorld(world);
      await user.open(`${url}/${entry}.html`);
      await sees(user, '#user', 'nobody');

      await signIn(user);
      await sees(user, '#user', 'Alice Liddell');
      expect(done).toEqual(['authorization_code']);

      const token = await user.text('#token');
      await user.click('#refresh');
      await expect.poll(() => user.text('#token')).not.toBe(token);
      await sees(user, '#user', 'Alice Liddell');
      expect(done).toEqual(['authorization_code', 'refresh_token']);

      await user.click('#sign-out');
      await user.click('button[name=logout]');
      await sees(user, '#user', 'nobody');
      expect(done).toEqual(['authorization_code', 'refresh_token', 'end_session']);
      expect(cores()).toEqual(expected);
      await close();
    });
  }
}
