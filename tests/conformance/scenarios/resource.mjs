// Requests to an API with the access token: where it goes, and what becomes of each refusal.
import { strict as assert } from 'node:assert';

const api = 'https://api.example';

/** Signs in, and asks that URL of an API that answers so: the last of the answers is given from then on. */
const ask = (url, ...answers) => askWith({}, url, ...answers);

/** The same, with what the app says of the request besides. */
export const askWith =
  (init, url, ...answers) =>
  async (run) => {
    const { host } = new URL(url);
    run.plan.client.resourceServers = [host === 'evil.example' ? api : `https://${host}`];
    const left = [...answers];
    run.world.serve(host, { handle: () => (left.length > 1 ? left.shift() : (left[0] ?? {})) });
    await run.signIn();
    run.stage = 'resource';
    run.marks.resource = run.world.requests.length;
    run.outcome = await run.call('fetch', 'main', url, init);
  };

/** The requests since the sign-in, by host and path. */
const asked = (run) => run.world.requests.slice(run.marks.resource).map(({ host, pathname }) => host + pathname);

const challenge = (members, scheme = 'Bearer') => ({
  status: 401,
  headers: { 'www-authenticate': `${scheme} ${members}`, 'access-control-expose-headers': 'www-authenticate' },
});

export default {
  'resource-004': {
    play: ask('https://evil.example/x'),
    expect: {
      'no Authorization header is sent, or typed error'(run) {
        assert.equal(run.outcome.error?.code, 'resource_not_allowed');
        assert.deepEqual(asked(run), []);
      },
    },
  },
  'resource-006': {
    play: ask(`${api}/x`, challenge('error="invalid_token"')),
    expect: {
      'one refresh, one retry, then typed error'(run) {
        assert.equal(run.outcome.error?.code, 'access_token_rejected');
        assert.deepEqual(asked(run), ['api.example/x', 'op.example/token', 'api.example/x']);
      },
    },
  },
  'fapi2-security-profile-final-client-test-refresh-token-test': {
    async play(run) {
      const refused = challenge('error="invalid_token"', 'DPoP');
      await ask(`${api}/x`, refused, {}, refused, {})(run);
      run.first = run.outcome;
      run.outcome = await run.call('fetch', 'main', `${api}/x`, {});
    },
    expect: {
      'each time one refresh, and the answer to one retry with the new token'(run) {
        for (const { value } of [run.first, run.outcome]) assert.deepEqual(value, { status: 200, url: `${api}/x` });
        const once = ['api.example/x', 'op.example/token', 'api.example/x'];
        assert.deepEqual(asked(run), [...once, ...once]);
        const [first, second, third] = run.provider.tokens.access_token.map((token) => `DPoP ${token}`);
        const sent = run.requests('/x', { host: 'api.example' }).map(({ headers }) => headers.authorization);
        assert.deepEqual(sent, [first, second, second, third]);
      },
      'by the newest refresh token'(run) {
        const [, ...refreshes] = run.tokenRequests().map(({ body }) => new URLSearchParams(body).get('refresh_token'));
        assert.deepEqual(refreshes, run.provider.tokens.refresh_token.slice(0, 2));
      },
    },
  },
  'resource-007': {
    play: ask(`${api}/x`, challenge('error="insufficient_user_authentication", acr_values="phr", max_age="5"')),
    expect: {
      'typed error exposing acr_values and max_age'({ outcome: { error } }) {
        assert.deepEqual([error.code, error.acrValues, error.maxAge], ['step_up_required', 'phr', 5]);
      },
      'no silent loop': (run) => assert.deepEqual(asked(run), ['api.example/x']),
    },
  },
  'resource-010': {
    play: ask(`${api}/x?page=2`),
    expect: {
      'token is in the Authorization header only'(run) {
        const [token] = run.provider.tokens.access_token;
        assert.deepEqual(run.outcome.value, { status: 200, url: `${api}/x?page=2` });
        const [{ headers, body }] = run.requests('/x', { host: 'api.example' });
        const { authorization, ...others } = headers;
        assert.equal(authorization, `Bearer ${token}`);
        assert.ok(!`${JSON.stringify(others)}${body}`.includes(token));
      },
      'never in the URL'(run) {
        const [token] = run.provider.tokens.access_token;
        for (const { url } of run.world.requests) assert.ok(!url.includes(token));
      },
    },
  },
};
