// The cases of own-cases.json: rules that cases.json has none for, and more inputs that follow from the others.
import { strict as assert } from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';
import { signedOut, staysSignedIn } from './session.mjs';

const one = (values) => assert.equal(new Set(values).size, values.length, values.join(' '));
const snapshotOf = async (run) => (await run.call('snapshot', 'main')).value;
const formOf = (request) => Object.fromEntries(new URLSearchParams(request.body));

const verified = {
  'the signature was verified': async (run) => assert.equal((await snapshotOf(run)).idTokenSignatureVerified, true),
};
const withoutSecondRequest = {
  'no second authorization request': (run) => assert.deepEqual(run.requests('/authorize'), []),
};

/** Two sign-ins of one client, begun before either ends. */
async function twoLogins(run) {
  await run.login();
  run.first = run.live;
  await run.login({ isNew: false });
  run.second = run.live;
}

/** A message of the front channel that must not end the session; the last of its words is the query. */
const frontChannel = {
  async play(run) {
    const query = /request with (\S+):/.exec(run.case.given)[1];
    run.plan.idToken = { claims: { set: { sid: 'sid-1' } } };
    await run.signIn();
    run.frame = await run.newPage('https://app.example/front-channel');
    run.told = await run.callIn(
      run.frame,
      'frontChannelLogout',
      run.options(),
      `https://app.example/front-channel?${query}`,
    );
    run.stage = 'front-channel';
  },
  rejects: false,
  expect: {
    ignored: (run) => assert.deepEqual(run.told, { value: false }),
    'user stays logged in': staysSignedIn,
  },
};

/** A server whose every second answer to this path is like that. */
const once = (path, answer) => {
  let asked = false;
  return (endpoint) => {
    if (endpoint !== path || asked) return undefined;
    asked = true;
    return answer;
  };
};

/** The app in a window that a page of another origin has opened. */
async function openedByStranger(run) {
  run.stranger = await run.newPage('https://evil.example/');
  const opened = run.stranger.waitForEvent('popup');
  await run.stranger.evaluate(() => {
    window.app = window.open('https://app.example/');
  });
  run.page = await opened;
}

const algorithms = ['00', '01', '02', '03', '04', '05', '06', '07', '08', '09', '10'];

export default {
  'own-pkce-01': {
    async play(run) {
      await twoLogins(run);
      for (const login of [run.second, run.first]) {
        run.live = login;
        await run.callback();
        assert.ok(run.outcome.value, run.outcome.error?.text);
      }
    },
    expect: {
      'two verifiers'(run) {
        one([run.first, run.second].map(({ parameters }) => parameters.get('code_challenge')));
        one(run.tokenRequests().map((request) => formOf(request).code_verifier));
      },
      async 'each code is sent with its own'(run) {
        const { createHash } = await import('node:crypto');
        const sent = run.tokenRequests().map(formOf);
        assert.deepEqual(
          sent.map(({ code }) => code),
          [run.second.code, run.first.code],
        );
        const challenges = sent.map(({ code_verifier }) =>
          createHash('sha256').update(code_verifier).digest('base64url'),
        );
        assert.deepEqual(
          challenges,
          [run.second, run.first].map(({ parameters }) => parameters.get('code_challenge')),
        );
      },
    },
  },
  'own-authz-01': {
    play: twoLogins,
    expect: {
      'each has a nonce of its own'({ first, second }) {
        for (const { nonce } of [first, second]) assert.match(nonce, /^[\w-]{43}$/);
        one([first.nonce, second.nonce]);
      },
    },
  },
  'own-authz-02': {
    expect: {
      'the server reads the same text'(run) {
        assert.deepEqual(run.live.parameters.getAll('login_hint'), ['a+b&c=d é']);
        // Once encoded, and by any decoder of percent signs the same.
        const sent = /login_hint=([^&]*)/.exec(run.live.url)[1];
        assert.equal(decodeURIComponent(sent), 'a+b&c=d é');
      },
    },
  },
  'own-redirect-01': {
    expect: {
      'the error is not believed'({ outcome: { error } }) {
        assert.deepEqual([error.code, error.error], ['iss_mismatch', undefined]);
      },
    },
  },
  ...Object.fromEntries([0, 1, 2, 3].map((n) => [`own-redirect-1${n}`, { expect: withoutSecondRequest }])),
  'own-redirect-30': {
    expect: {
      'response_mode=fragment is in the request': (run) =>
        assert.equal(run.live.parameters.get('response_mode'), 'fragment'),
    },
  },
  'own-redirect-32': {
    expect: {
      'not treated as a callback': ({ outcome }) => assert.equal(outcome.error.code, 'not_a_callback'),
    },
  },
  'own-token-01': {
    expect: {
      'status 500 is told, the body is not'({ outcome: { error } }) {
        assert.deepEqual([error.code, error.status], ['http_status', 500]);
        assert.ok(!error.text.includes('a secret of the server'));
      },
    },
  },
  ...Object.fromEntries(algorithms.map((n) => [`own-alg-${n}`, { expect: verified }])),
  'own-alg-11': {
    expect: {
      'the error names idTokenSignedResponseAlg'({ outcome: { error } }) {
        assert.ok(error.hint.includes('idTokenSignedResponseAlg'));
        assert.deepEqual([error.expected, error.received], ['PS256', 'RS256']);
      },
    },
  },
  'own-alg-12': {
    expect: {
      'the signature is told to be unverified': async (run) =>
        assert.equal((await snapshotOf(run)).idTokenSignatureVerified, false),
      async 'one warning tells how to move to RS256'(run) {
        // It waits until the page has nothing better to do.
        for (let tries = 0; tries < 100 && run.console.length === 0; tries += 1) await sleep(100);
        assert.equal(run.console.length, 1, run.console.join('\n'));
        assert.match(run.console[0], /HS256.*RS256/s);
      },
    },
  },
  'own-header-01': {
    expect: { 'one request more for the keys': (run) => assert.equal(run.requests('/jwks').length, 2) },
  },
  'own-jwks-01': {
    async play(run) {
      run.outcomes = [];
      // A key set of the new key alone, then a token of the old one.
      for (const [keys, signer] of [
        [['k1'], 'k1'],
        [['k2'], 'k2'],
        [['k2'], 'k1'],
      ]) {
        run.provider.keys = keys;
        run.plan.idToken = { header: { set: { alg: 'RS256', kid: signer } }, sign: signer };
        await run.login({ isNew: run.outcomes.length === 0 });
        run.outcomes.push(await run.callback());
      }
    },
    expect: {
      'the sign-ins before it are accepted': ({ outcomes }) => assert.ok(outcomes[0].value && outcomes[1].value),
      'those behind it are rejected': ({ outcomes }) => assert.equal(outcomes[2].error?.code, 'key_not_found'),
    },
  },
  'own-jwks-06': {
    expect: { 'the keys are not asked for': (run) => assert.deepEqual(run.requests('/jwks'), []) },
  },
  'own-claims-01': {
    expect: {
      async 'they are kept as plain claims, and no prototype has changed'(run) {
        const { claims } = await snapshotOf(run);
        assert.deepEqual(claims.constructor, { prototype: { isAdmin: true } });
        assert.deepEqual([claims.hasOwnProperty, claims.toString], ['x', 1]);
        assert.equal(await run.page.evaluate(() => ({}).isAdmin), undefined);
      },
    },
  },
  'own-discovery-03': {
    expect: {
      'the request uses S256': (run) => assert.equal(run.live.parameters.get('code_challenge_method'), 'S256'),
      'the unsigned token is rejected': ({ outcome }) => assert.ok(outcome.error?.isTyped, 'it was accepted'),
    },
  },
  'own-userinfo-01': {
    expect: {
      async 'the claims of the ID token are unchanged'(run) {
        assert.equal(run.outcome.value.iss, 'https://evil.example');
        assert.deepEqual(await snapshotOf(run), run.before);
      },
    },
  },
  'own-refresh-01': {
    expect: {
      'POST, form-encoded, body has grant_type, refresh_token, client_id'(run) {
        const request = run.tokenRequests()[1];
        assert.equal(request.method, 'POST');
        assert.match(request.headers['content-type'], /^application\/x-www-form-urlencoded/);
        const refresh_token = run.provider.tokens.refresh_token[0];
        assert.deepEqual(formOf(request), { grant_type: 'refresh_token', refresh_token, client_id: 'spa-1' });
      },
      'only to the token endpoint of the issuer'(run) {
        const [token] = run.provider.tokens.refresh_token;
        const to = run.world.requests.filter(({ body, url }) => `${url}${body}`.includes(token)).map(({ url }) => url);
        assert.deepEqual(to, ['https://op.example/token']);
      },
    },
  },
  'own-refresh-02': {
    async play(run) {
      await run.signIn();
      await run.wait(400);
      run.all = await run.page.evaluate(() =>
        Promise.all(Array.from({ length: 10 }, () => window.harness.call('token', 'main'))),
      );
    },
    expect: {
      'one refresh request in all': (run) => assert.equal(run.tokenRequests().length, 2),
      'every caller gets the new token'(run) {
        const value = run.provider.tokens.access_token[1];
        assert.deepEqual(run.all, Array(10).fill({ value }));
      },
    },
  },
  'own-refresh-03': {
    expect: {
      async 'the refresh token is kept and used next time'(run) {
        run.plan.refresh = undefined;
        const { value } = await run.call('token', 'main', { forceRefresh: true });
        assert.equal(value, run.provider.tokens.access_token.at(-1));
        assert.equal(formOf(run.tokenRequests()[2]).refresh_token, run.provider.tokens.refresh_token[0]);
      },
    },
  },
  'own-logout-01': {
    async play(run) {
      run.plan.handle = (endpoint) => (endpoint === '/revoke' ? { status: 200, body: '<revoked' } : undefined);
      await run.signIn();
      run.outcome = await run.call('revoke', 'main');
    },
    expect: {
      done: ({ outcome }) => assert.equal(outcome.error, undefined, outcome.error?.text),
      'local session cleared': signedOut,
      'the refresh token is sent in the body with its hint and client_id'(run) {
        const [request] = run.requests('/revoke');
        const [token] = run.provider.tokens.refresh_token;
        assert.deepEqual(formOf(request), { token, token_type_hint: 'refresh_token', client_id: 'spa-1' });
        assert.equal(request.search, '');
      },
    },
  },
  'own-logout-02': {
    async play(run) {
      run.plan.client.postLogoutRedirectUri = 'https://app.example/bye';
      await run.signIn();
      run.outcome = await run.call('logout', 'main');
    },
    expect: {
      'tenant=a is kept': ({ outcome }) =>
        assert.ok(outcome.value.url.startsWith('https://op.example/logout?tenant=a&')),
      'id_token_hint, client_id, post_logout_redirect_uri and state are sent, each exactly once'(run) {
        const { searchParams } = new URL(run.outcome.value.url);
        const { state, ...sent } = Object.fromEntries(searchParams);
        assert.match(state, /^[\w-]{43}$/);
        assert.deepEqual(sent, {
          tenant: 'a',
          client_id: 'spa-1',
          id_token_hint: run.provider.tokens.id_token[0],
          post_logout_redirect_uri: 'https://app.example/bye',
        });
        one([...searchParams.keys()]);
      },
    },
  },
  'own-logout-03': {
    async play(run) {
      const body = JSON.stringify({ error: 'unsupported_token_type', error_description: 'd' });
      const headers = { 'content-type': 'application/json' };
      run.plan.handle = once('/revoke', { status: 400, headers, body });
      await run.signIn();
      run.stage = 'logout';
      run.outcome = await run.call('revoke', 'main');
    },
    expect: {
      'typed error with error and description': ({ outcome: { error } }) =>
        assert.deepEqual(
          [error.code, error.error, error.errorDescription],
          ['token_error', 'unsupported_token_type', 'd'],
        ),
      'local session cleared': signedOut,
    },
  },
  ...Object.fromEntries([0, 1, 2, 3].map((n) => [`own-logout-1${n}`, frontChannel])),
  'own-browser-01': {
    async play(run) {
      run.b = run.host('https://op-b.example');
      await run.login();
      await run.call('create', 'b', run.options('https://op-b.example'));
      const { value } = await run.call('login', 'b', {});
      const other = run.begun(value, run.b);
      await run.page.evaluate((state) => {
        const key = Object.keys(sessionStorage).find((known) => known.endsWith(state));
        sessionStorage[key] = '{"state":';
      }, run.live.state);
      run.malformed = await run.callback();
      run.other = await run.call('callback', 'b', run.responseUrl(undefined, other));
    },
    expect: {
      'the malformed one is refused': ({ malformed }) => assert.equal(malformed.error?.code, 'transaction_invalid'),
      'the other one is accepted': ({ other }) => assert.ok(other.value, other.error?.text),
    },
  },
  'own-browser-03': {
    async play(run) {
      await openedByStranger(run);
      await run.login();
      const message = { type: 'authorization_response', response: { code: 'evil', state: run.live.state } };
      run.seen = await run.page.evaluate(() => {
        window.messages = [];
        addEventListener('message', ({ data, origin }) => window.messages.push({ data, origin }));
      });
      await run.stranger.evaluate((message) => window.app.postMessage(message, '*'), message);
      await run.page.waitForFunction(() => window.messages.length === 1);
    },
    expect: {
      async ignored(run) {
        assert.equal(await run.page.evaluate(() => window.messages[0].origin), 'https://evil.example');
        assert.equal((await snapshotOf(run)).isAuthenticated, false);
        assert.deepEqual(run.tokenRequests(), []);
      },
      async 'the genuine callback then succeeds'(run) {
        await run.callback();
        assert.ok(run.outcome.value, run.outcome.error?.text);
      },
    },
  },
  'own-browser-04': {
    async play(run) {
      await openedByStranger(run);
      await run.stranger.evaluate(() => {
        window.messages = [];
        addEventListener('message', ({ data }) => window.messages.push(data));
      });
      await run.signIn();
      // What is sent now comes last: whatever the sign-in sent is there by then.
      await run.page.evaluate(() => opener.postMessage('last', '*'));
      await run.stranger.waitForFunction(() => window.messages.includes('last'));
    },
    expect: {
      'the opener of another origin receives nothing': async (run) =>
        assert.deepEqual(await run.stranger.evaluate(() => window.messages), ['last']),
    },
  },
  'own-browser-05': {
    async play(run) {
      await run.signIn();
      run.plan.refresh = { status: 400, raw: '{"error":"invalid_grant"}' };
      run.outcome = await run.call('token', 'main', { forceRefresh: true });
      assert.equal(run.outcome.error?.code, 'session_expired');
    },
    expect: {
      'no hidden frame is opened'(run) {
        assert.equal(run.page.frames().length, 1);
      },
      'no authorization request is made by itself': (run) => assert.deepEqual(run.requests('/authorize'), []),
    },
  },
  'own-browser-06': {
    async play(run) {
      const query = new URLSearchParams({ iss: 'https://evil.example', target_link_uri: 'https://evil.example/x' });
      run.url = `https://app.example/cb?${query}`;
      await run.page.goto(run.url);
      await run.call('create', 'main', run.options());
      run.isCallback = await run.call('isCallback', 'main');
      run.outcome = await run.call('callback', 'main');
    },
    expect: {
      'not treated as a callback'(run) {
        assert.deepEqual(run.isCallback, { value: false });
        assert.equal(run.outcome.error?.code, 'not_a_callback');
      },
      'no navigation away from the app': (run) => assert.equal(run.page.url(), run.url),
    },
  },
  'own-browser-02': {
    async play(run) {
      await run.login();
      await run.page.goto(run.responseUrl());
      run.callbackUrl = run.page.url();
      await run.call('create', 'main', run.options());
      run.outcome = await run.call('callback', 'main');
      await run.page.goto('https://app.example/elsewhere');
      await run.page.goBack();
      await run.call('create', 'main', run.options());
      run.isCallback = await run.call('isCallback', 'main');
      run.again = await run.call('callback', 'main', run.callbackUrl);
    },
    expect: {
      'nothing is replayed'(run) {
        assert.ok(run.outcome.value, run.outcome.error?.text);
        // The entry of the history has lost its code; who kept the URL gets nothing for it.
        assert.deepEqual(run.isCallback, { value: false });
        assert.equal(run.again.error?.code, 'transaction_used');
        assert.equal(run.tokenRequests().length, 1);
      },
    },
  },
};
