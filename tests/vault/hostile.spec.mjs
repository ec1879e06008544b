// What a vault is for: a hostile script that starts when somebody is signed in gets no token, and no key that leaves the browser. And what it
// is not for.
import { readFileSync } from 'node:fs';
import { listen } from '../../www-demo/server/listen.mjs';
import { strictly } from '../bound/strict.mjs';
import { test as base, expect, isReady, openWith, reachCallback, signIn, userOf } from './fixtures.mjs';

const test = base.extend({
  /** A server of the attacker's, which answers everybody: `{ url, got }`. */
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from here
  evil: async ({}, use) => {
    const { url, handle, close } = await listen();
    const got = [];
    handle(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      got.push(JSON.stringify([request.method, request.url, request.headers, body]));
      const { origin = '*', 'access-control-request-headers': headers = '*' } = request.headers;
      response.writeHead(200, {
        'access-control-allow-origin': origin,
        'access-control-allow-credentials': 'true',
        'access-control-allow-headers': headers,
        'content-type': 'application/json',
      });
      response.end('{"access_token":"evil","token_type":"Bearer","keys":[]}');
    });
    await use({ url, got });
    await close();
  },
});

const docs = readFileSync(new URL('../../www-demo/docs/vault.md', import.meta.url), 'utf8');
const scope = 'openid profile offline_access';

for (const [claim, server, changes] of [
  ['tokens for an API', {}, { scope: `${scope} api:read` }],
  ['tokens for UserInfo', {}, { scope }],
  ['bound tokens', { configure: strictly, api: { nonce: 'api-1' } }, { scope: `${scope} api:read`, dpop: 'required' }],
]) {
  test.describe(claim, () => {
    test.use({ server });

    test('a script that comes when somebody is signed in gets no token, and no key that it could take away', async ({
      page,
      world,
      evil,
    }) => {
      await openWith(page, world, { leaks: true, ...changes });
      await signIn(page);
      await page.evaluate((url) => Object.assign(window, { evil: url }), evil.url);
      await page.addScriptTag({ url: '/hostile.js' });
      const attacking = page.evaluate(() => window.attack());
      // The app goes on: it asks its API, has its session looked at, and asks for the user.
      const working = page.evaluate(async (api) => {
        const outcomes = [];
        for (let i = 0; i < 8; i += 1) {
          outcomes.push(
            await auth.fetch(`${api}/me`).then(
              ({ status }) => status,
              ({ code }) => code,
            ),
          );
          outcomes.push(
            await auth.getUserInfo().then(
              ({ sub }) => sub,
              ({ code }) => code,
            ),
          );
          await auth.checkSession();
          await new Promise((later) => setTimeout(later, 250));
        }
        return outcomes;
      }, world.api);
      const [, outcomes] = await Promise.all([attacking, working]);
      const { tried, loot, keys, workers } = await page.evaluate(() => window.spoils());

      // It did try, and it heard what there was to hear: the worker itself, and what the app is shown of the user.
      await test.info().attach('tried', { body: tried.join('\n') });
      expect(tried).toHaveLength(16);
      for (const line of tried) expect(docs).toContain(line);
      expect(workers).toBeGreaterThan(0);
      expect(loot.some((text) => text.includes('"sub":"alice"'))).toBe(true);
      // The tokens were there to be had: they were refreshed meanwhile, and used.
      expect(world.tokens.length).toBeGreaterThan(1);
      expect(changes.scope === scope ? outcomes : outcomes.filter(Number.isInteger)).toContain(
        changes.scope === scope ? 'alice' : 200,
      );

      for (const { access_token: access, refresh_token: refresh } of world.tokens) {
        for (const secret of [access, refresh]) {
          expect(secret).toEqual(expect.any(String));
          for (const form of [secret, secret.slice(0, 24), btoa(secret).slice(0, 24), encodeURIComponent(secret)]) {
            expect(loot.filter((text) => text.includes(form))).toEqual([]);
          }
        }
      }
      expect(evil.got).toEqual([]);
      const refused = ['InvalidAccessError', 'NotSupportedError'];
      expect(keys).toEqual(changes.dpop ? expect.arrayContaining(['InvalidAccessError']) : []);
      for (const outcome of keys) expect(refused).toContain(outcome);
      // Nobody was signed out by all of that.
      expect(await userOf(page)).toBe('alice');
    });
  });
}

test.describe('what a vault does not stop', () => {
  test('a script that is there at the callback takes code and verifier, and redeems them itself', async ({
    page,
    world,
  }) => {
    await page.addInitScript(() => {
      const query = new URLSearchParams(location.search);
      if (location.pathname !== '/callback' || !query.has('code')) return;
      const text = Object.values(sessionStorage).find((text) => text.includes(query.get('state')));
      const { code_verifier, redirect_uri, client_id, metadata } = JSON.parse(text);
      const body = new URLSearchParams({
        grant_type: 'authorization_code',
        code: query.get('code'),
        code_verifier,
        redirect_uri,
        client_id,
      });
      window.stolen = fetch(metadata.token_endpoint, { method: 'POST', body }).then((response) => response.json());
    });
    await page.goto(world.app);
    await isReady(page);
    await reachCallback(page);
    const stolen = await page.evaluate(() => window.stolen);
    expect(stolen.refresh_token).toBe(world.tokens[0].refresh_token);
    // The app is told, since a code is good once.
    expect(await page.evaluate(() => auth.handleRedirectCallback().catch(({ code }) => code))).toBe('token_error');
  });

  test('a script begins a flow of its own in a hidden frame, and gets tokens of its own', async ({
    signedIn: page,
    world,
  }) => {
    const stolen = await page.evaluate(async () => {
      const code_verifier = 'v'.repeat(43);
      const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(code_verifier));
      const code_challenge = btoa(String.fromCharCode(...new Uint8Array(digest)))
        .replace(/\+/g, '-')
        .replace(/\//g, '_')
        .replace(/=/g, '');
      const redirect_uri = options.redirectUri;
      const query = {
        response_type: 'code',
        client_id: 'spa',
        redirect_uri,
        scope: 'openid',
        prompt: 'none',
        code_challenge,
      };
      const frame = document.createElement('iframe');
      frame.src = `${options.issuer}/oauth/authorize?${new URLSearchParams({ ...query, code_challenge_method: 'S256' })}`;
      document.body.append(frame);
      await new Promise((loaded) => frame.addEventListener('load', loaded));
      const code = new URL(frame.contentWindow.location.href).searchParams.get('code');
      const body = new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        code_verifier,
        redirect_uri,
        client_id: 'spa',
      });
      return (await fetch(`${options.issuer}/oauth/token`, { method: 'POST', body })).json();
    });
    expect(stolen.access_token).toBe(world.tokens[1].access_token);
    // They are not the vault's.
    expect(stolen.access_token).not.toBe(world.tokens[0].access_token);
  });

  test('a script has the worker ask the app’s APIs, and reads what they answer', async ({ signedIn: page, world }) => {
    const answer = await page.evaluate(async (api) => (await auth.fetch(`${api}/me`)).json(), world.api);
    expect(answer).toMatchObject({ sub: 'alice', greeting: expect.stringContaining('Hello Alice') });
  });
});
