// The tests of the OpenID conformance suite for relying parties, under their official names: most of them are played as
// the case of ours that asserts the same.
import { strict as assert } from 'node:assert';
import session, { logoutAndReturn, signedOut } from './session.mjs';
import token from './token.mjs';
import keys from './tokens-and-keys.mjs';

const name = (test) => `oidcc-client-test-${test}`;

/** A front-channel request that ends the session. */
const frontChannel = {
  async play(run) {
    run.plan.idToken = { claims: { set: { sid: 'sid-1' } } };
    await run.signIn();
    const page = await run.newPage('https://app.example/front-channel');
    const url = 'https://app.example/front-channel?iss=https%3A%2F%2Fop.example&sid=sid-1';
    await run.callIn(page, 'frontChannelLogout', run.options(), url);
    await run.page.waitForFunction(() => !window.harness.clients.get('main').isAuthenticated);
  },
  expect: { 'user logged out': signedOut, 'no crash': (run) => assert.deepEqual(run.console, []) },
};

export default {
  [name('scope-userinfo-claims')]: {
    expect: {
      'the claims are given': ({ outcome }) =>
        assert.deepEqual(outcome.value, { sub: 'user-1', name: 'Alice', email: 'alice@op.example' }),
    },
  },
  [name('userinfo-bearer-header')]: session['userinfo-008'],
  [name('discovery-openid-config')]: {
    async play(run) {
      const at = (path) => `https://op.example/of-this-run${path}`;
      run.plan.discovery = {
        set: { authorization_endpoint: at('/authorize'), token_endpoint: at('/token'), jwks_uri: at('/jwks') },
      };
      run.plan.handle = (endpoint, request, provider) => {
        if (!endpoint.startsWith('/of-this-run')) return undefined;
        return provider.handle({ ...request, pathname: endpoint.slice('/of-this-run'.length) });
      };
      await run.login();
      await run.callback();
    },
    expect: {
      'every endpoint that is used is one of the metadata'(run) {
        assert.ok(run.outcome.value, run.outcome.error?.text);
        assert.ok(run.live.url.startsWith('https://op.example/of-this-run/authorize?'));
        const used = run.world.requests.map(({ pathname }) => pathname);
        assert.deepEqual(used, ['/.well-known/openid-configuration', '/of-this-run/token', '/of-this-run/jwks']);
      },
    },
  },
  [name('discovery-jwks-uri-keys')]: {
    expect: { 'the keys are asked for at jwks_uri': (run) => assert.equal(run.requests('/jwks').length, 1) },
  },
  [name('signing-key-rotation')]: keys['jwks-002'],
  [name('signing-key-rotation-just-before-signing')]: keys['jwks-001'],
  [name('refresh-token')]: session['refresh-001'],
  [name('rp-init-logout')]: {
    play: logoutAndReturn('?state=st-OK'),
    expect: {
      ...session['logout-006'].expect,
      'the state matches': ({ outcome }) => assert.deepEqual(outcome.value, { stateMatches: true }),
    },
  },
  [name('rp-init-logout-no-state')]: session['logout-006'],
  [name('rp-init-logout-other-state')]: { ...session['logout-006'], play: logoutAndReturn('?state=st-OK1') },
  [name('frontchannel-opinitlogout')]: frontChannel,
  [name('frontchannel-rpinitlogout')]: frontChannel,
  'fapi2-security-profile-final-client-test-token-type-case-insensitivity': token['token-010'],
  // The whole flow ends with UserInfo: login, code, token, keys and claims are accepted on the way.
  'oidcc-client-test': {},
};
