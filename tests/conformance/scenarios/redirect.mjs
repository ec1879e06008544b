// The redirect response: what only one case plays or says.
import { strict as assert } from 'node:assert';
import { typed } from '../judge.mjs';

export default {
  'redirect-007': {
    async play(run) {
      await run.login();
      await run.page.evaluate(() => sessionStorage.clear());
      await run.callback();
    },
  },
  'redirect-019': {
    async play(run) {
      await run.login({ login: { appState: { cart: 3 } } });
      run.forged = await run.callback('error=access_denied&state=st-OX');
      await run.callback();
    },
    expect: {
      'first rejected as state mismatch and without appState'({ forged: { error } }) {
        assert.equal(error.code, 'state_not_found');
        assert.ok(error.isTyped);
        assert.ok(!('appState' in error) && !error.text.includes('cart'));
      },
      'the genuine callback then succeeds'({ outcome }) {
        assert.deepEqual(outcome.value?.appState, { cart: 3 });
      },
    },
  },
  'redirect-024': {
    async play(run) {
      run.b = run.host('https://op-b.example');
      await run.login();
      await run.call('create', 'b', run.options('https://op-b.example'));
      run.marks.callback = run.world.requests.length;
      run.url = run.responseUrl();
      run.stage = 'mix-up';
      run.outcome = await run.call('callback', 'b', run.url);
    },
    expect: {
      "B rejects, or it is handled with A's metadata": (run) => {
        typed({ ...run, case: { rule: 'RR-02' }, outcome: run.outcome });
        assert.equal(run.outcome.error.code, 'state_not_found');
      },
      "B's token endpoint never sees A's code"(run) {
        assert.deepEqual(run.tokenRequests({ host: 'op-b.example' }), []);
        assert.deepEqual(run.tokenRequests(), []);
      },
    },
  },
  'redirect-026': {
    expect: {
      'not treated as a callback'({ outcome }) {
        assert.equal(outcome.error.code, 'not_a_callback');
      },
    },
  },
  'redirect-032': {
    expect: {
      async 'nothing is put in the DOM as HTML'(run) {
        assert.equal(await run.page.evaluate(() => document.querySelectorAll('img, body *').length), 0);
        assert.equal(run.outcome.error.errorDescription, '<img src=x onerror=alert(1)>');
      },
    },
  },
  'redirect-033': {
    async play(run) {
      await run.login();
      run.url = run.responseUrl();
      run.both = await run.page.evaluate(
        (url) =>
          Promise.all([window.harness.call('callback', 'main', url), window.harness.call('callback', 'main', url)]),
        run.url,
      );
    },
    expect: {
      'both callers settle'({ both: [first, second] }) {
        assert.ok(first.value);
        assert.deepEqual(second, first);
      },
    },
  },
  'redirect-035': {
    async play(run) {
      await run.login();
      await run.wait(3601);
      await run.callback();
    },
  },
  'redirect-036': {
    async play(run) {
      await run.login();
      run.nothing = await run.callback('tab=2');
      await run.callback();
    },
    expect: {
      "reports 'not a callback'": ({ nothing }) => assert.equal(nothing.error.code, 'not_a_callback'),
      'the pending transaction still works afterwards': ({ outcome }) => assert.ok(outcome.value, outcome.error?.text),
    },
  },
};
