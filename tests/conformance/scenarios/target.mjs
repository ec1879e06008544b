// What a token is for: resource indicators (RFC 8707) and authorization details (RFC 9396).
import { strict as assert } from 'node:assert';

const [a, b] = ['https://a.example', 'https://b.example'];
const forms = (run) => run.tokenRequests().map(({ body }) => new URLSearchParams(body));
const payment = { type: 'payment', amount: '12.00' };
const account = { type: 'account' };

/** A sign-in for A and B, which ends in a token for A. */
const signInForBoth = async (run) => {
  run.plan.client.resource = [a, b];
  await run.signIn();
};

/** Tokens that the page asks for, one after the other. */
const ask = async (run, ...wanted) => {
  run.stage = 'refresh';
  run.given = [];
  for (const options of wanted) {
    run.outcome = await run.call('token', 'main', options);
    run.given.push(run.outcome.value);
  }
};

const details = (run) => run.call('snapshot', 'main').then(({ value }) => value.authorizationDetails);

export default {
  'resource-003': {
    async play(run) {
      await signInForBoth(run);
      await ask(run, { resource: b });
    },
    ownRequests: 2,
    expect: {
      'the cached token is not returned'(run) {
        const [first, second] = run.provider.tokens.access_token;
        assert.equal(run.outcome.value, second);
        assert.notEqual(first, second);
      },
      'a request is made'(run) {
        assert.deepEqual(
          forms(run).map((form) => form.getAll('resource')),
          [[a], [b]],
        );
      },
    },
  },
  'resource-008': {
    expect: {
      'typed, distinguishable error'({ outcome: { error } }) {
        assert.deepEqual([error.code, error.error, error.isTyped], ['authorization_error', 'invalid_target', true]);
      },
    },
  },
  'resource-009': {
    async play(run) {
      run.plan.login.authorizationDetails = [payment, account];
      run.plan.token = { set: { authorization_details: [account] } };
      await run.login();
      await run.callback();
    },
    expect: {
      async 'the app can read what was granted'(run) {
        assert.deepEqual(JSON.parse(run.live.parameters.get('authorization_details')), [payment, account]);
        assert.deepEqual(await details(run), [account]);
      },
    },
  },
  'own-resource-01': {
    play: signInForBoth,
    expect: {
      'the request has both, one parameter each': ({ live }) =>
        assert.deepEqual(live.parameters.getAll('resource'), [a, b]),
      'the token is for the first': (run) => assert.deepEqual(forms(run)[0].getAll('resource'), [a]),
    },
  },
  'own-resource-02': {
    async play(run) {
      await signInForBoth(run);
      await ask(run, { resource: b }, { resource: a }, { resource: b }, {}, { resource: b, scope: 'openid' });
    },
    ownRequests: 3,
    expect: {
      'each token is given out for what it was asked for alone'(run) {
        const [forA, forB, forScope] = run.provider.tokens.access_token;
        assert.deepEqual(run.given, [forB, forA, forB, forA, forScope]);
      },
      'one refresh token for all, each used once'(run) {
        const used = forms(run)
          .slice(1)
          .map((form) => form.get('refresh_token'));
        assert.deepEqual(used, run.provider.tokens.refresh_token.slice(0, 2));
      },
    },
  },
  'own-resource-03': {
    async play(run) {
      await signInForBoth(run);
      run.stage = 'refresh';
      const asked = [{ resource: b }, { audience: 'c' }, { resource: b }, { forceRefresh: true }];
      run.given = await Promise.all(asked.map((options) => run.call('token', 'main', options)));
    },
    ownRequests: 4,
    expect: {
      'one request at a time, each with the refresh token of the one before'(run) {
        assert.ok(run.given.every(({ value }) => value));
        const used = forms(run)
          .slice(1)
          .map((form) => form.get('refresh_token'));
        assert.deepEqual(used, run.provider.tokens.refresh_token.slice(0, used.length));
        assert.equal(used.length, 3);
      },
    },
  },
  'own-resource-04': {
    async play(run) {
      await signInForBoth(run);
      run.provider.plan.refresh = { status: 400, raw: '{"error":"invalid_target"}' };
      await ask(run, { resource: 'https://c.example' });
    },
    ownRequests: 2,
    expect: {
      'typed error with the name that the server gave it'({ outcome: { error } }) {
        assert.deepEqual([error.code, error.error, error.status], ['token_error', 'invalid_target', 400]);
      },
      async 'the session stays'(run) {
        assert.equal((await run.call('snapshot', 'main')).value.isAuthenticated, true);
        assert.equal((await run.call('token', 'main')).value, run.provider.tokens.access_token[0]);
      },
    },
  },
};
