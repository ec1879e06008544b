// PKCE (RFC 7636): what only one case plays or says.
import { strict as assert } from 'node:assert';
import { createHash } from 'node:crypto';
import { nothingStored } from '../judge.mjs';

/** How many sign-ins the cases about randomness begin. */
const MANY = 10_000;

/** Begins so many sign-ins in the page and gives what they were made of. */
export async function manyLogins(run) {
  await run.call('create', 'main', run.options());
  await run.call('ready', 'main');
  run.many = await run.page.evaluate(async (count) => {
    const client = window.harness.clients.get('main');
    const seen = [];
    for (let index = 0; index < count; index++) {
      sessionStorage.clear();
      await client.loginWithRedirect({
        openUrl(url) {
          const { searchParams } = new URL(url);
          const transaction = JSON.parse(sessionStorage.getItem(sessionStorage.key(0)));
          seen.push([transaction.code_verifier, searchParams.get('state'), searchParams.get('code_challenge')]);
        },
      });
    }
    return seen;
  }, MANY);
}

/** A browser whose random number generator is `replacement`. */
const withRandom = (replacement) => async (run) => {
  await run.call('create', 'main', run.options());
  await run.call('ready', 'main');
  await run.page.evaluate(`{
    window.mathRandom = 0;
    Math.random = () => ++window.mathRandom / 1e9;
    Object.defineProperty(Crypto.prototype, 'getRandomValues', { value: ${replacement} });
  }`);
  await run.login({ isNew: false });
};

const neverMathRandom = async (run) => assert.equal(await run.page.evaluate(() => window.mathRandom), 0);
const oneSignInOnly = (run) => assert.deepEqual(run.requests('/authorize'), []);

export default {
  'pkce-002': {
    play: manyLogins,
    expect: {
      'all match ^[A-Za-z0-9._~-]{43,128}$ and are distinct'({ many }) {
        assert.equal(many.length, MANY);
        for (const [verifier, , challenge] of many) {
          assert.match(verifier, /^[A-Za-z0-9._~-]{43,128}$/);
          assert.equal(challenge, createHash('sha256').update(verifier).digest('base64url'));
        }
        assert.equal(new Set(many.map(([verifier]) => verifier)).size, MANY);
      },
    },
  },
  'pkce-003': {
    play: withRandom('() => { throw new DOMException("no entropy"); }'),
    expect: {
      'login rejects with a typed error': ({ outcome }) => assert.equal(outcome.error.code, 'entropy_unavailable'),
      'Math.random is never called': neverMathRandom,
    },
  },
  'pkce-004': {
    play: withRandom('(buffer) => buffer'),
    expect: {
      'login rejects: an all-zero verifier, state or nonce is never used': ({ outcome }) =>
        assert.equal(outcome.error.code, 'entropy_unavailable'),
    },
  },
  'pkce-007': { expect: { 'no second authorization request without or with weaker PKCE': oneSignInOnly } },
  'pkce-011': {
    async play(run) {
      await run.signIn();
      run.first = run.outcome;
      run.second = await run.call('callback', 'main', run.url);
      // A page that is loaded again knows nothing, as the session is in memory.
      await run.page.goto(run.url);
      await run.call('create', 'main', run.options());
      run.third = await run.call('callback', 'main', run.url);
    },
    expect: {
      "a second call in the same page gets the first call's outcome": ({ first, second }) =>
        assert.deepEqual(second, first),
      'after a reload it is success with a live session, else a typed error': ({ third }) =>
        assert.deepEqual([third.error?.code, third.error?.isTyped], ['transaction_used', true]),
    },
  },
  'pkce-012': {
    async play(run) {
      await run.login();
      await run.page.evaluate(() => {
        const key = sessionStorage.key(0);
        const transaction = JSON.parse(sessionStorage[key]);
        sessionStorage[key] = JSON.stringify({ ...transaction, code_verifier: transaction.code_verifier.slice(1) });
      });
      await run.callback();
    },
  },
  'pkce-015': {
    async play(run) {
      run.refusals = [];
      run.plan.client = {};
      for (const option of [{ pkce: false }, { disablePKCE: true }, { pkceMethod: false }]) {
        const { error } = await run.login({ options: { ...run.options(), ...option } });
        run.refusals.push([error?.code, error?.option]);
      }
    },
    expect: {
      async 'code_challenge is sent'(run) {
        // With such an option nothing is sent at all; without, there is a challenge.
        const options = ['pkce', 'disablePKCE', 'pkceMethod'];
        assert.deepEqual(
          run.refusals,
          options.map((option) => ['config_error', option]),
        );
        await run.login({ name: 'plain' });
        assert.match(run.live.parameters.get('code_challenge'), /^[\w-]{43}$/);
      },
    },
  },
  'pkce-016': {
    async play(run) {
      run.plan.handle = (endpoint, { body }) => {
        if (endpoint !== '/token') return undefined;
        run.verifier = new URLSearchParams(body).get('code_verifier');
        const echo = { error: 'invalid_grant', error_description: `no such verifier: ${run.verifier}` };
        return { status: 400, headers: { 'content-type': 'application/json' }, body: JSON.stringify(echo) };
      };
      await run.login();
      await run.callback();
    },
    expect: {
      async "the SDK's logs, events and Error text do not add the verifier or code"(run) {
        const { errorDescription, text, ...members } = run.outcome.error;
        const [message, stack] = text.split('\n');
        const shown = [message, stack, JSON.stringify(members), ...run.console].join('\n');
        for (const secret of [run.verifier, run.live.code]) assert.ok(!shown.includes(secret));
        assert.ok(!text.includes(run.live.code));
        await nothingStored(run);
      },
      'the description is passed only in its own field'({ outcome, verifier }) {
        assert.equal(outcome.error.errorDescription, `no such verifier: ${verifier}`);
        // Once as the member, and once where the whole error was made JSON of.
        assert.equal(JSON.stringify({ ...outcome.error, text: '' }).split(verifier).length, 2);
      },
    },
  },
};
