// ID Token, key set and metadata: what only one case plays or says.
import { strict as assert } from 'node:assert';
import { typed } from '../judge.mjs';
import { NOW } from '../provider.mjs';

const keyRequests = (run) => run.requests('/jwks');

export default {
  'idt_claims-026': {
    async play(run) {
      await run.signIn();
      const [before] = run.provider.tokens.id_token;
      run.plan.rawIdToken = () => before;
      await run.page.goto('https://app.example/');
      await run.login();
      await run.page.evaluate(() => window.harness.events.splice(0));
      await run.callback();
      // The token of the first sign-in went out twice: it is the second that must not be stored.
      run.provider.tokens.id_token = [before];
    },
    ownRequests: 2,
  },
  'idt_malformed-012': {
    expect: {
      async 'memory bounded'(run) {
        const bytes = await run.page.evaluate(() => performance.memory?.usedJSHeapSize ?? 0);
        assert.ok(bytes < 128 << 20, `${bytes} bytes are in use`);
      },
      async 'next login works'(run) {
        run.plan.idToken = undefined;
        await run.signIn({ name: 'next' });
      },
    },
  },
  'idt_malformed-015': {
    async play(run) {
      await run.login();
      // The SDK's own nonce is ASCII: it is the stored one that gets the composed form.
      const [composed, decomposed] = ['caf\u00e9', 'cafe\u0301'];
      assert.equal(composed.normalize('NFD'), decomposed);
      await run.page.evaluate((nonce) => {
        const key = sessionStorage.key(0);
        sessionStorage[key] = JSON.stringify({ ...JSON.parse(sessionStorage[key]), nonce });
      }, composed);
      run.plan.idToken = { claims: { set: { nonce: decomposed } } };
      await run.callback();
      assert.equal(run.outcome.error?.code, 'id_token_nonce_mismatch');
    },
  },
  'jwks-001': {
    async play(run) {
      await run.signIn();
      run.provider.keys = ['k2', 'e1'];
      run.keysBefore = keyRequests(run).length;
      await run.page.evaluate(() => window.harness.events.splice(0));
      await run.login({ isNew: false });
      await run.callback();
    },
    ownRequests: 2,
    expect: {
      'accept after exactly one refetch'(run) {
        const refetches = keyRequests(run).slice(run.keysBefore);
        assert.equal(refetches.length, 1);
        // `cache: 'reload'`: no cache on the way may answer with the keys of yesterday.
        assert.equal(refetches[0].headers['cache-control'], 'no-cache');
      },
    },
  },
  'jwks-002': {
    async play(run) {
      await run.signIn();
      await run.wait(3600);
      run.provider.keys = ['k2', 'e1'];
      await run.login({ isNew: false });
      await run.callback();
    },
    ownRequests: 2,
    expect: { 'second login accepted': (run) => assert.ok(run.outcome.value, run.outcome.error?.text) },
  },
  'jwks-003': {
    async play(run) {
      await run.signIn();
      run.keysBefore = keyRequests(run).length;
      run.outcomes = [];
      for (let index = 0; index < 50; index++) {
        run.plan.idToken = { header: { set: { kid: `unknown-${index}` } } };
        await run.login({ isNew: false });
        run.outcomes.push(await run.callback());
        // Nobody signs in so often: after the third one it would be redirect_loop.
        await run.page.evaluate(() => sessionStorage.removeItem('proofkey:1:https://op.example:spa-1:callbacks'));
      }
      run.stage = 'many';
    },
    expect: {
      'all rejected': (run) => {
        for (const outcome of run.outcomes) {
          typed({ ...run, case: run.case, outcome });
          assert.equal(outcome.error.code, 'key_not_found');
        }
        assert.equal(run.outcomes.length, 50);
      },
      'at most one extra JWKS request': (run) => assert.equal(keyRequests(run).length - run.keysBefore, 1),
    },
  },
  'discovery-004': {
    async play(run) {
      await run.login();
    },
    expect: {
      'request goes to https://op.example/t1/.well-known/openid-configuration'(run) {
        assert.equal(run.options().issuer, 'https://op.example/t1/');
        const urls = run.world.requests.map(({ url }) => url);
        assert.deepEqual(urls, ['https://op.example/t1/.well-known/openid-configuration']);
      },
    },
  },
  'discovery-013': {
    expect: {
      async 'never matched by substring'(run) {
        // Were RS256 found within a text, a part of that text would be found, too.
        run.plan.discovery.set.id_token_signing_alg_values_supported = 'RS256RS';
        await run.login({ name: 'other' });
        assert.equal(run.outcome.error?.code, 'metadata_invalid');
      },
    },
  },
  'idt_claims-038': {
    expect: {
      async 'evil.example receives no request'(run) {
        assert.deepEqual(
          run.world.requests.filter(({ host }) => host === 'evil.example'),
          [],
        );
        const { claims, expiresAt } = (await run.call('snapshot', 'main')).value;
        assert.deepEqual(claims._claim_names, { credit: 's1' });
        assert.equal(expiresAt, NOW + 300);
      },
    },
  },
};
