// UserInfo, refresh and logout: what only one case plays or says.
import { strict as assert } from 'node:assert';
import { typed } from '../judge.mjs';

const refreshTokenOf = (request) => new URLSearchParams(request.body).get('refresh_token');
const isSignedIn = async (run) => (await run.call('snapshot', 'main')).value.isAuthenticated;

/** Nobody is signed in any more. */
export const signedOut = async (run) => assert.equal(await isSignedIn(run), false);

/** The session is whole; the page of the front channel with the right sid does end it, so a message gets through. */
export async function staysSignedIn(run) {
  assert.equal(await isSignedIn(run), true);
  assert.ok((await run.call('token', 'main')).value);
  const url = 'https://app.example/front-channel?iss=https%3A%2F%2Fop.example&sid=sid-1';
  await run.callIn(run.frame, 'frontChannelLogout', run.options(), url);
  await run.page.waitForFunction(() => !window.harness.clients.get('main').isAuthenticated);
}

/** Leaves through `logout`, and comes back with that query. */
export const logoutAndReturn = (query) => async (run) => {
  run.plan.client.postLogoutRedirectUri = 'https://app.example/bye';
  await run.signIn();
  run.stage = 'logout';
  run.left = await run.call('logout', 'main');
  const state = new URL(run.left.value.url).searchParams.get('state');
  run.sentState = state;
  await run.page.goto(`https://app.example/bye${query.replace('st-OK', state)}`);
  await run.call('create', 'main', run.options());
  run.outcome = await run.call('logoutCallback', 'main');
};

export default {
  'userinfo-008': {
    expect: {
      'token only in the Authorization header'(run) {
        const [token] = run.provider.tokens.access_token;
        const [request] = run.requests('/userinfo');
        assert.equal(request.headers.authorization, `Bearer ${token}`);
        const { authorization, ...others } = request.headers;
        assert.ok(!JSON.stringify(others).includes(token));
      },
      'not in URL or body'(run) {
        const [token] = run.provider.tokens.access_token;
        for (const { url, body } of run.world.requests) assert.ok(!`${url}${body}`.includes(token));
      },
    },
  },
  'refresh-001': {
    async play(run) {
      await run.signIn();
      await run.refresh();
      await run.refresh();
    },
    expect: {
      'second refresh sends the new token'(run) {
        const [, first, second] = run.tokenRequests();
        const issued = run.provider.tokens.refresh_token;
        assert.deepEqual([first, second].map(refreshTokenOf), issued.slice(0, 2));
      },
      async 'the old one is nowhere stored'(run) {
        const shown = await run.everythingShown();
        for (const token of run.provider.tokens.refresh_token) assert.ok(!shown.includes(token));
        // The store itself is out of sight; what it holds is what goes out next.
        await run.refresh();
        assert.equal(refreshTokenOf(run.tokenRequests().at(-1)), run.provider.tokens.refresh_token[2]);
      },
    },
  },
  'refresh-002': {
    expect: {
      async 'old refresh token is kept and used next time'(run) {
        await run.refresh();
        const [, first, second] = run.tokenRequests();
        assert.equal(refreshTokenOf(second), refreshTokenOf(first));
      },
    },
  },
  'refresh-009': {
    async play(run) {
      run.plan.client.store = 'localStorage';
      await run.signIn();
      const other = await run.newPage();
      await run.callIn(other, 'create', 'main', run.options());
      assert.deepEqual(await run.callIn(other, 'checkSession', 'main'), { value: true });
      run.stage = 'refresh';
      // The token lives for 300 seconds.
      await run.wait(301);
      const ask = (page) => Array.from({ length: 10 }, () => run.callIn(page, 'token', 'main'));
      run.results = await Promise.all([...ask(run.page), ...ask(other)]);
    },
    expect: {
      'one refresh request in all': (run) => assert.equal(run.tokenRequests().length, 2),
      'every caller gets the new token'(run) {
        assert.equal(run.results.length, 20);
        for (const { value } of run.results) assert.equal(value, run.provider.tokens.access_token[1]);
      },
    },
  },
  'refresh-010': {
    expect: {
      async 'refresh token forgotten'(run) {
        run.plan.refresh = undefined;
        run.again = await run.call('token', 'main', { forceRefresh: true });
        await signedOut(run);
      },
      'typed login-required error'(run) {
        assert.ok(['session_expired', 'login_required'].includes(run.outcome.error.code), run.outcome.error.code);
        typed(run);
        assert.equal(run.again.error.code, 'login_required');
      },
      'no further refresh request': (run) => assert.equal(run.tokenRequests().length, 2),
    },
  },
  'refresh-012': {
    async play(run) {
      await run.signIn();
      const held = Promise.withResolvers?.() ?? deferred();
      const asked = deferred();
      run.plan.handle = async (endpoint) => {
        if (endpoint !== '/token') return undefined;
        asked.resolve();
        await held.promise;
        return undefined;
      };
      const refreshed = run.call('token', 'main', { forceRefresh: true });
      await asked.promise;
      run.left = await run.call('logout', 'main');
      held.resolve();
      run.outcome = await refreshed;
      run.stage = 'logout';
    },
    expect: {
      'answer dropped'(run) {
        assert.equal(run.tokenRequests().length, 2);
        assert.ok(run.outcome.error?.isTyped, 'the caller of the refresh got a token');
      },
      'user stays logged out': signedOut,
      async 'nothing stored'(run) {
        assert.equal((await run.call('token', 'main')).error?.code, 'login_required');
        assert.equal(run.tokenRequests().length, 2);
      },
    },
  },
  'refresh-013': {
    async play(run) {
      await run.signIn();
      run.results = [];
      for (const method of ['snapshot', 'user', 'token', 'userinfo', 'json'])
        run.results.push(await run.call(method, 'main'));
      run.results.push(await run.call('token', 'main', { forceRefresh: true }));
      run.results.push(run.outcome, await run.page.evaluate(() => window.harness.events));
      run.results.push(await run.call('logout', 'main'));
    },
    expect: {
      async 'not found'(run) {
        const shown = JSON.stringify(run.results) + (await run.everythingShown());
        assert.ok(run.provider.tokens.refresh_token.length > 0);
        for (const token of run.provider.tokens.refresh_token) assert.ok(!shown.includes(token));
      },
    },
  },
  'logout-002': {
    async play(run) {
      run.plan.handle = (endpoint) =>
        endpoint === '/revoke' ? { status: 503, headers: { 'retry-after': '7' } } : undefined;
      await run.signIn();
      run.stage = 'logout';
      run.outcome = await run.call('revoke', 'main');
    },
    expect: {
      'error reported as retryable'({ outcome: { error } }) {
        assert.deepEqual(
          [error.code, error.status, error.retryable, error.retryAfter],
          ['http_status', 503, true, '7'],
        );
      },
      'local session cleared anyway': signedOut,
    },
  },
  'logout-003': {
    async play(run) {
      await run.signIn();
      run.stage = 'logout';
      run.marks.callback = run.world.requests.length;
      run.outcome = await run.call('revoke', 'main');
    },
    expect: {
      'the token is sent nowhere'(run) {
        assert.deepEqual(run.world.requests.slice(run.marks.callback), []);
        assert.equal(run.outcome.error.code, 'endpoint_missing');
      },
    },
  },
  'logout-004': {
    async play(run) {
      await run.signIn();
      run.stage = 'logout';
      run.outcome = await run.call('logout', 'main');
    },
    expect: {
      'local session cleared': signedOut,
      'typed result': ({ outcome }) => assert.deepEqual(outcome.value, { remote: false, url: undefined }),
      async 'no exception that leaves the user logged in'(run) {
        assert.equal(run.outcome.error, undefined);
        assert.equal((await run.call('token', 'main')).error?.code, 'login_required');
      },
    },
  },
  'logout-006': {
    play: logoutAndReturn(''),
    expect: {
      'user logged out': signedOut,
      'missing state flagged'(run) {
        assert.ok(run.sentState.length >= 22, 'a state was sent');
        assert.deepEqual(run.outcome.value, { stateMatches: false });
      },
      'no crash': (run) => assert.deepEqual(run.console, []),
    },
  },
  'logout-008': {
    async play(run) {
      run.plan.idToken = { claims: { set: { sid: 'sid-1' } } };
      await run.signIn();
      const frame = await run.newPage('https://app.example/front-channel');
      const url = 'https://app.example/front-channel?iss=https%3A%2F%2Fop.example&sid=sid-2';
      run.told = await run.callIn(frame, 'frontChannelLogout', run.options(), url);
      run.stage = 'front-channel';
      run.frame = frame;
    },
    rejects: false,
    expect: {
      ignored: (run) => assert.equal(run.told.error, undefined),
      'user stays logged in': staysSignedIn,
    },
  },
};

function deferred() {
  let resolve;
  const promise = new Promise((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
