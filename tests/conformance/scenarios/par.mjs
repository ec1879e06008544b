// Pushed authorization requests (RFC 9126): what only one case plays or says.
import { strict as assert } from 'node:assert';

const forms = (run) => run.requests('/par').map(({ body }) => new URLSearchParams(body));
/** Everything that the browser was to be sent to. */
const opened = (run) => run.page.evaluate(() => window.harness.opened);

const nothingElse = (run) =>
  assert.deepEqual([...new URL(run.live.url).searchParams.keys()], ['client_id', 'request_uri']);

/** A sign-in whose request was pushed. */
const whole = {
  expect: {
    'the front channel carries client_id and request_uri alone': nothingElse,
    'every other parameter is in the one POST'(run) {
      const [form, ...others] = forms(run);
      assert.deepEqual(others, []);
      const names = 'client_id code_challenge code_challenge_method nonce redirect_uri response_type scope state';
      assert.deepEqual([...form.keys()].sort(), names.split(' '));
    },
  },
};

export default {
  'par-001': {
    play: (run) => run.login(),
    expect: {
      'authorization URL holds exactly client_id and request_uri': nothingElse,
    },
  },
  'par-004': {
    expect: {
      async 'no navigation with front-channel parameters'(run) {
        assert.equal(forms(run).length, 1);
        assert.deepEqual(await opened(run), []);
        assert.equal(run.page.url(), 'https://app.example/');
      },
    },
  },
  'par-006': {
    expect: {
      'PAR body has no request_uri': (run) => {
        for (const form of forms(run)) assert.ok(!form.has('request_uri'));
        assert.equal(run.outcome.error.received, 'request_uri');
      },
    },
  },
  'own-par-01': whole,
  'own-par-08': {
    async play(run) {
      await run.login();
      run.first = run.live.url;
      await run.login({ isNew: false });
    },
    expect: {
      'two requests are pushed, and each URL has the name of its own'(run) {
        const [first, second] = [run.first, run.live.url].map((url) => new URL(url).searchParams.get('request_uri'));
        assert.ok(first && second && first !== second);
        assert.equal(new Set(forms(run).map((form) => form.get('state'))).size, 2);
      },
    },
  },
  'own-par-07': whole,
};
