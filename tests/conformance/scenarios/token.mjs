// The token endpoint's answer: what only one case plays or says.
import { strict as assert } from 'node:assert';
import { usedStates } from '../judge.mjs';
import { NOW } from '../provider.mjs';

/** The life that src/protocol/token.rs gives a token whose answer does not tell. */
const DEFAULT_LIFETIME = 300;

const snapshotOf = async (run) => (await run.call('snapshot', 'main')).value;

/** Asks for the access token, and tells whether a refresh was needed for it. */
async function asksServer(run) {
  const before = run.tokenRequests().length;
  await run.call('token', 'main');
  return run.tokenRequests().length > before;
}

export default {
  'token-001': {
    expect: {
      'POST, form-encoded, body has grant_type, code, redirect_uri, client_id, code_verifier'(run) {
        const [request] = run.tokenRequests();
        assert.equal(request.method, 'POST');
        assert.match(request.headers['content-type'], /^application\/x-www-form-urlencoded/);
        const form = [...new URLSearchParams(request.body)];
        assert.deepEqual(
          form.map(([name]) => name),
          ['grant_type', 'code', 'redirect_uri', 'client_id', 'code_verifier'],
        );
        assert.deepEqual(form.slice(0, 2), [
          ['grant_type', 'authorization_code'],
          ['code', run.live.code],
        ]);
      },
      'empty query': (run) => assert.equal(run.tokenRequests()[0].search, ''),
      'no Authorization header': (run) => assert.equal(run.tokenRequests()[0].headers.authorization, undefined),
    },
  },
  'token-010': {
    expect: {
      async 'used as a bearer token'(run) {
        await run.userinfo();
        assert.equal(
          run.requests('/userinfo')[0].headers.authorization,
          `Bearer ${run.provider.tokens.access_token[0]}`,
        );
      },
    },
  },
  'token-014': {
    expect: {
      async "none of them changes the SDK's state, user or expiry"(run) {
        const snapshot = await snapshotOf(run);
        assert.equal(snapshot.user.sub, 'user-1');
        assert.equal(snapshot.expiresAt, NOW + 300);
        assert.equal(run.outcome.value.appState, undefined);
        assert.equal(run.outcome.value.returnTo, '/');
        assert.ok(!JSON.stringify(snapshot).includes('admin'));
      },
    },
  },
  'token-015': {
    expect: {
      async '({}).isAdmin stays undefined and user.isAdmin stays undefined'(run) {
        assert.equal(await run.page.evaluate(() => ({}).isAdmin), undefined);
        assert.equal((await snapshotOf(run)).user?.isAdmin, undefined);
      },
    },
  },
  'token-016': {
    expect: {
      async 'after the documented default lifetime the token is no longer served from cache'(run) {
        assert.equal((await snapshotOf(run)).expiresAt, NOW + DEFAULT_LIFETIME);
        assert.equal(await asksServer(run), false);
        await run.wait(DEFAULT_LIFETIME);
        assert.equal(await asksServer(run), true);
      },
    },
  },
  'token-017': {
    expect: { 'accept as 3600': async (run) => assert.equal((await snapshotOf(run)).expiresAt, NOW + 3600) },
  },
  'token-020': {
    expect: {
      async 'expiry is never NaN, Infinity or a wrapped timer that fires at once in a loop'(run) {
        const { expiresAt } = await snapshotOf(run);
        assert.ok(
          Number.isSafeInteger(expiresAt) && expiresAt > NOW && expiresAt <= NOW + 366 * 86_400,
          String(expiresAt),
        );
        assert.equal(await asksServer(run), false);
      },
    },
  },
  'token-021': {
    expect: {
      'next getAccessToken does not serve it from cache': async (run) => assert.equal(await asksServer(run), true),
    },
  },
  'token-022': {
    expect: {
      'the app can read that api was not granted': async (run) =>
        assert.equal((await snapshotOf(run)).scope, 'openid profile'),
      async 'a token for api is not served from cache'(run) {
        const { error } = await run.call('token', 'main', { scope: 'api' });
        assert.deepEqual([error?.code, error?.received], ['insufficient_scope', 'openid profile']);
        assert.ok((await run.call('token', 'main', { scope: 'profile' })).value);
      },
    },
  },
  'token-034': {
    expect: {
      async 'aborted at the limit'(run) {
        assert.equal(run.outcome.error.code, 'response_too_large');
        // The browser hangs up: what it did not read is a few buffers of the network.
        while (!run.provider.endless.closed) await new Promise(setImmediate);
      },
      async 'memory bounded'(run) {
        assert.ok(run.provider.endless.sent < 16 << 20, `${run.provider.endless.sent} bytes went out`);
      },
    },
  },
  'token-040': {
    async play(run) {
      run.otherTab = await run.newPage();
      await run.callIn(run.otherTab, 'create', 'main', run.options());
      await run.login();
      run.storageBefore = await run.page.evaluate(() => window.harness.storage());
      await run.callback();
    },
    expect: {
      async 'storage, events and other tabs unchanged'(run) {
        const { local, events } = await run.page.evaluate(() => ({
          local: Object.keys(localStorage),
          events: window.harness.events,
        }));
        assert.deepEqual([local, events], [[usedStates], []]);
        const after = JSON.parse(await run.page.evaluate(() => window.harness.storage()));
        const transactions = Object.entries(after[1]).filter(([key]) => key.includes(':tx:'));
        const tombstones = transactions.map(([, text]) => Object.keys(JSON.parse(text)));
        assert.deepEqual(tombstones, [['used_at']], 'nothing but the mark that the state was used');
        const other = await run.otherTab.evaluate(() => [window.harness.events.length, sessionStorage.length]);
        assert.deepEqual(other, [0, 0]);
      },
    },
  },
  'token-041': {
    async play(run) {
      const { idToken } = run.plan;
      run.plan.idToken = undefined;
      await run.signIn();
      run.firstTokens = structuredClone(run.provider.tokens);
      run.plan.idToken = idToken;
      await run.login({ isNew: false });
      await run.callback();
    },
    expect: {
      async 'no token, user datum or refresh token of user-1 can be read afterwards'(run) {
        assert.equal((await snapshotOf(run)).user.sub, 'user-2');
        const readable = JSON.stringify([
          await run.everythingShown(),
          await run.call('token', 'main'),
          await run.call('user', 'main'),
        ]);
        for (const secret of ['user-1', ...Object.values(run.firstTokens).flat()])
          assert.ok(!readable.includes(secret));
        await run.wait(400);
        await run.call('token', 'main');
        const sent = new URLSearchParams(run.tokenRequests().at(-1).body);
        assert.equal(sent.get('refresh_token'), run.provider.tokens.refresh_token[1]);
      },
    },
  },
};
