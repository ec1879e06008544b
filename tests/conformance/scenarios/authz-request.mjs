// The authorization request: what only one case plays or says.
import { strict as assert } from 'node:assert';
import { manyLogins } from './pkce.mjs';

const startsWith = (text) => (run) => assert.ok(run.live.url.startsWith(text), run.live.url);

export default {
  'authz_request-001': {
    play: (run) => run.login(),
    expect: {
      'URL has response_type=code, client_id, redirect_uri, scope containing openid, state, nonce, code_challenge, code_challenge_method=S256, each exactly once'({
        live: { parameters },
      }) {
        const names = [...parameters.keys()];
        for (const name of [
          'response_type',
          'client_id',
          'redirect_uri',
          'scope',
          'state',
          'nonce',
          'code_challenge',
          'code_challenge_method',
        ]) {
          assert.equal(names.filter((known) => known === name).length, 1, name);
        }
        assert.equal(parameters.get('response_type'), 'code');
        assert.equal(parameters.get('client_id'), 'spa-1');
        assert.equal(parameters.get('redirect_uri'), 'https://app.example/cb');
        assert.ok(parameters.get('scope').split(' ').includes('openid'));
        assert.match(parameters.get('code_challenge'), /^[\w-]{43}$/);
        assert.equal(parameters.get('code_challenge_method'), 'S256');
      },
    },
  },
  'authz_request-002': {
    expect: {
      'tenant=a is kept': startsWith('https://op.example/authorize?tenant=a'),
      'parameters are appended with &': startsWith('https://op.example/authorize?tenant=a&response_type=code&'),
    },
  },
  'authz_request-004': {
    expect: {
      async "exactly one state and it is the SDK's own"(run) {
        // Refused; without the extra, there is one state.
        assert.equal(run.outcome.error.option, 'authorizationParams');
        await run.login({ name: 'other', login: {} });
        assert.equal(run.live.parameters.getAll('state').length, 1);
      },
    },
  },
  'authz_request-008': {
    play: (run) => run.login(),
    expect: {
      async 'URL has max_age=0 and the ID token must then carry a recent auth_time'(run) {
        assert.equal(run.live.parameters.get('max_age'), '0');
        run.plan.idToken = { claims: { set: { auth_time: run.provider.now - 120 } } };
        await run.callback();
        assert.equal(run.outcome.error?.code, 'id_token_auth_time_invalid');
        run.plan.idToken = { claims: { del: ['auth_time'] } };
        await run.login({ name: 'second' });
        await run.callback(undefined, { name: 'second' });
        assert.equal(run.outcome.error?.code, 'id_token_auth_time_invalid');
        run.plan.idToken = { claims: { set: { auth_time: run.provider.now - 1 } } };
        await run.signIn({ name: 'third' });
      },
    },
  },
  'authz_request-010': {
    play: (run) => run.login({ login: { appState: { k: 's3cr3t-42' } } }),
    expect: {
      'the string s3cr3t-42, plain or base64/URL encoded, is nowhere in the authorization URL'({ live: { url } }) {
        const texts = [
          url,
          decodeURIComponent(url),
          ...url.split(/[=&]/).map((part) => Buffer.from(part, 'base64').toString()),
        ];
        for (const text of texts) assert.ok(!text.includes('s3cr3t-42'));
        // base64 of a text begins in three ways, by where it stands.
        for (const before of ['', 'x', 'xx']) {
          const inner = Buffer.from(`${before}s3cr3t-42`).toString('base64url').slice(4, 12);
          assert.ok(!url.includes(inner));
        }
      },
    },
  },
  'authz_request-011': {
    expect: {
      async 'secret sent nowhere'(run) {
        await run.call('create', 'main', { ...run.options(), clientSecret: 'very-secret-42' });
        await run.call('login', 'main', {});
        assert.equal(run.outcome.error.option, 'clientSecret');
        for (const { url, body } of run.world.requests) assert.ok(!`${url}${body}`.includes('very-secret-42'));
      },
    },
  },
  'authz_request-013': {
    async play(run) {
      await run.login();
      await run.page.evaluate(() => history.replaceState(null, '', '/elsewhere/deep?x=1#y'));
      await run.callback();
    },
    expect: {
      "redirect_uri in the token request is byte-identical to the authorization request's"(run) {
        const inBody = /redirect_uri=([^&]*)/.exec(run.tokenRequests()[0].body)[1];
        const inUrl = /redirect_uri=([^&]*)/.exec(run.live.url)[1];
        assert.equal(inBody, inUrl);
        assert.equal(decodeURIComponent(inUrl), 'https://app.example/cb');
      },
    },
  },
  'authz_request-014': {
    play: manyLogins,
    expect: {
      'all states distinct, each with at least 128 bits (22 base64url characters or more)'({ many }) {
        for (const [, state] of many) assert.match(state, /^[\w-]{22,}$/);
        assert.equal(new Set(many.map(([, state]) => state)).size, 10_000);
      },
    },
  },
};
