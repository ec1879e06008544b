// Authorization responses as signed JWTs (JARM): what only one case says.
import { strict as assert } from 'node:assert';
import { BASELINE } from '../provider.mjs';

/** Ends the sign-in with a signed response that is wrong so. */
const withResponse = (jarm) => async (run) => {
  run.plan.jarm = jarm;
  await run.login();
  const { state, code } = run.live;
  const url = `${BASELINE.redirectUri}?response=${run.provider.signedResponse({ state, code })}`;
  await run.callback(undefined, { url });
};

export default {
  'own-jarm-02': {
    async play(run) {
      run.plan.client.responseMode = 'query';
      await withResponse({})(run);
    },
  },
  'own-jarm-03': { play: withResponse({ header: { set: { alg: 'HS256' } }, sign: 'hmac-pem' }) },
  'own-jarm-04': { play: withResponse({ sign: 'attacker' }) },
  'own-jarm-05': {
    async play(run) {
      await run.login();
      run.first = run.live;
      await run.login({ isNew: false });
      const { code } = run.live;
      const url = `${BASELINE.redirectUri}?response=${run.provider.signedResponse({ state: `${run.first.state}x`, code })}`;
      await run.callback(undefined, { url });
    },
  },
  'own-jarm-01': {
    expect: {
      'response_mode=query.jwt is in the request': (run) =>
        assert.equal(run.live.parameters.get('response_mode'), 'query.jwt'),
      'the address bar is clean': async (run) => {
        // As the browser comes back for real.
        await run.login({ isNew: false });
        await run.page.goto(run.responseUrl());
        await run.call('create', 'main', run.options());
        const { value, error } = await run.call('callback', 'main');
        assert.ok(value, error?.text);
        assert.equal(run.page.url(), 'https://app.example/cb');
      },
    },
  },
};
