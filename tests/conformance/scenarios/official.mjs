// The tests of the OpenID conformance suite for relying parties, under their official names: most of them are played as
// the case of ours that asserts the same.
import { strict as assert } from 'node:assert';
import { hashOf, proofOf } from '../proof.mjs';
import session, { logoutAndReturn, signedOut } from './session.mjs';
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
        // The last two are on their way at once.
        const asked = [used[0], ...used.slice(1).sort()];
        assert.deepEqual(asked, ['/.well-known/openid-configuration', '/of-this-run/jwks', '/of-this-run/token']);
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
  [name('3rd-party-init-login')]: {
    async play(run) {
      run.plan.handle = (endpoint, { url }) => {
        if (endpoint !== '/authorize') return undefined;
        run.live = run.begun(url);
        return { status: 302, headers: { location: run.responseUrl() } };
      };
      const start = new URL('https://app.example/start');
      start.search = new URLSearchParams({
        iss: run.plan.issuer,
        login_hint: 'alice@op.example',
        target_link_uri: 'https://app.example/inbox?page=2',
      });
      await run.page.goto(start.href);
      await run.call('create', 'main', run.options());
      await run.page.evaluate(() => void window.harness.call('initiateLogin', 'main'));
      await run.page.waitForURL(/\/cb\?/);
      await run.call('create', 'main', run.options());
      run.outcome = await run.call('callback', 'main');
    },
    expect: {
      'an authorization request to the issuer, with login_hint'(run) {
        assert.equal(run.requests('/authorize').length, 1);
        assert.equal(run.live.parameters.get('login_hint'), 'alice@op.example');
      },
      async 'the user is signed in at target_link_uri'(run) {
        assert.equal(run.outcome.value?.returnTo, '/inbox?page=2', run.outcome.error?.text);
        assert.equal((await run.call('snapshot', 'main')).value.user.sub, 'user-1');
      },
    },
  },
  'fapi2-security-profile-final-client-test-token-type-case-insensitivity': {
    expect: {
      async 'used with a proof'(run) {
        await run.userinfo();
        const [asked] = run.requests('/userinfo');
        const [token] = run.provider.tokens.access_token;
        assert.equal(asked.headers.authorization, `DPoP ${token}`);
        assert.equal((await proofOf(asked)).payload.ath, hashOf(token));
      },
    },
  },
  // The whole flow ends with UserInfo: login, code, token, keys and claims are accepted on the way.
  'oidcc-client-test': {},
};
