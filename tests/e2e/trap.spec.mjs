// What the facade does when the core breaks. Safe code has no way to, so a build of its own has a hook for it: see
// src/browser/trap.rs.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { test as base, expect, signIn } from '../support/fixtures.mjs';

const packed = fileURLToPath(new URL('../../target/npm/dist/', import.meta.url));
const hooked = fileURLToPath(new URL('../../target/test-hooks/npm/dist/', import.meta.url));
const scope = 'openid profile offline_access';

const test = base.extend({
  /** A page that gets the package with the hook in it, where it asks for the package. */
  page: async ({ page }, use) => {
    await page.route(/\/proofkey\/dist\//, (route) => {
      const [, file] = new URL(route.request().url()).pathname.split('/dist/');
      return route.fulfill({ path: hooked + file });
    });
    await use(page);
  },
});

/** Keeps every request to these endpoints waiting; `answer` is then what becomes of all. */
async function held(page, endpoints) {
  const waiting = [];
  await page.route(endpoints, (route) => void waiting.push(route));
  return {
    all: (count) => expect.poll(() => waiting.length).toBe(count),
    async answer(how) {
      await page.unroute(endpoints);
      await Promise.all(waiting.map((route) => route[how]()));
    },
  };
}

/** Has three calls under way when a step of the third one traps; gives what became of each. */
async function breakAll(page) {
  await signIn(page, { scope });
  const requests = await held(page, /\/oauth\/(token|userinfo)$/);
  await page.evaluate(() => {
    window.code = (promise) => promise.then(() => 'fulfilled').catch(({ code }) => code);
    window.info = code(auth.getUserInfo());
  });
  // Only then: a call that begins while a refresh is under way waits for its token.
  await requests.all(1);
  await page.evaluate(() => {
    window.refresh = code(auth.getAccessToken({ forceRefresh: true }));
  });
  await requests.all(2);
  const codes = await page.evaluate(() => {
    window.proofkeyTrap = 1;
    return Promise.all([info, refresh, code(auth.loginWithRedirect({ openUrl() {} }))]);
  });
  return { requests, codes };
}

/** Has `window.started` count the instances of the core from now on. */
async function countStarts(page, engine) {
  await page.evaluate((engine) => {
    window.started = 0;
    const [place, name] = { wasm: [WebAssembly, 'instantiate'], javascript: [window, 'ArrayBuffer'] }[engine];
    // Every instance begins with a memory of its own, in plain JavaScript as large as the linker made it; the part of the core that comes
    // later has none.
    const hasMemory = (module) => WebAssembly.Module.exports(module).some(({ kind }) => kind === 'memory');
    const isStart = (first) => (engine === 'wasm' ? hasMemory(first) : first === 17 * 65_536);
    place[name] = new Proxy(place[name], {
      apply(target, self, values) {
        window.started += isStart(values[0]);
        return Reflect.apply(target, self, values);
      },
      construct(target, values) {
        window.started += isStart(values[0]);
        return Reflect.construct(target, values);
      },
    });
  }, engine);
}

test('one step that traps ends every call under way with internal_error, and the session is intact', async ({
  app,
}) => {
  const { requests, codes } = await breakAll(app);
  expect(codes).toEqual(['internal_error', 'internal_error', 'internal_error']);

  const user = await app.evaluate(async () => [
    await code(auth.getAccessToken()),
    auth.isAuthenticated,
    auth.getUser(),
  ]);
  expect(user).toEqual(['fulfilled', true, expect.objectContaining({ sub: 'alice' })]);
  await requests.answer('abort');
  expect(await app.evaluate(() => code(auth.getAccessToken({ forceRefresh: true })))).toBe('fulfilled');
  expect(await app.evaluate(async () => (await auth.getUserInfo()).sub)).toBe('alice');
});

test('a refresh that had reached the server when the core broke is not lost', async ({ app }) => {
  const { requests } = await breakAll(app);
  const before = await app.evaluate(() => auth.getAccessToken());
  await requests.answer('continue');
  // The refresh token that was sent is worth nothing now: the next refresh needs the one that comes back.
  await expect.poll(() => app.evaluate(() => auth.getAccessToken())).not.toBe(before);
  expect(await app.evaluate(() => code(auth.getAccessToken({ forceRefresh: true })))).toBe('fulfilled');
  expect(await app.evaluate(() => auth.isAuthenticated)).toBe(true);
});

for (const [name, call] of [
  ['getUserInfo', () => auth.getUserInfo()],
  ['loginWithRedirect', () => auth.loginWithRedirect({ openUrl() {} })],
  ['revokeTokens', () => auth.revokeTokens()],
]) {
  test(`whichever step of ${name} traps, it rejects with internal_error and the core is replaced`, async ({
    app,
    engine,
  }) => {
    await signIn(app, { scope });
    await countStarts(app, engine);
    const [errors, started] = await app.evaluate(`(async () => {
      const errors = [];
      for (let step = 1; ; step++) {
        window.proofkeyTrap = step;
        const error = await (${call})().then(() => undefined, (error) => error);
        if (!error) break;
        errors.push([error.code, error.cause instanceof Error]);
      }
      delete window.proofkeyTrap;
      return [errors, window.started];
    })()`);
    expect(errors.length).toBeGreaterThan(1);
    expect(errors).toEqual(errors.map(() => ['internal_error', true]));
    expect(started).toBe(errors.length);
  });
}

test('a broken core that breaks once more, behind a late answer, takes nothing from its successor', async ({
  app,
  engine,
}) => {
  const { requests } = await breakAll(app);
  await app.evaluate(() => auth.getAccessToken());
  await countStarts(app, engine);
  await app.evaluate(() => {
    window.proofkeyTrap = 1;
  });
  await requests.answer('continue');
  // The hook takes itself away when it has trapped: the one that breaks is the old core, which alone waits for answers.
  await app.waitForFunction(() => window.proofkeyTrap === undefined);
  await app.evaluate(() => auth.getAccessToken());
  expect(await app.evaluate(() => window.started)).toBe(0);
});

/** The core of every entry of a package. */
function cores(dist) {
  const packedIn = (file) => {
    const [text] = readFileSync(dist + file, 'utf8').match(/H4sI[\w+/]+=*/);
    return gunzipSync(Buffer.from(text, 'base64'));
  };
  const inlined = readdirSync(dist).find((file) => /^wasm-.*\.js$/.test(file));
  return { slim: readFileSync(`${dist}core.wasm`), npm: packedIn(inlined), script: packedIn('proofkey.js') };
}

test('the packed core lacks the hook', () => {
  for (const [entry, core] of Object.entries(cores(packed))) {
    expect(core.subarray(0, 4).toString('latin1'), entry).toBe('\0asm');
    expect(core.includes('proofkeyTrap'), entry).toBe(false);
  }
  // And it would be found.
  for (const [entry, core] of Object.entries(cores(hooked))) expect(core.includes('proofkeyTrap'), entry).toBe(true);
});
