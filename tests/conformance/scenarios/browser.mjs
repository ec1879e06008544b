// What concerns the browser around the protocol: address bar, frames, console, policies, natives, storages.
import { strict as assert } from 'node:assert';
import { usedStates } from '../judge.mjs';
import { NOW } from '../provider.mjs';

/** Everything that no text may hold. */
function secretsOf(run) {
  const verifiers = run.tokenRequests().map(({ body }) => new URLSearchParams(body).get('code_verifier'));
  return [run.live?.code, ...verifiers, ...Object.values(run.provider.tokens).flat()].filter(Boolean);
}

/** The page that the server sent the browser back to, with a client that has done nothing yet. */
async function comeBack(run, query = 'code=c-OK&state=st-OK', hash = '') {
  await run.page.goto(run.responseUrl(query) + hash);
  await run.call('create', 'main', run.options());
}

export default {
  'browser-001': {
    async play(run) {
      await run.login();
      await comeBack(run, 'code=c-OK&state=st-OK&tab=2', '#sec');
      await run.page.evaluate(() => history.replaceState({ mine: 7 }, ''));
      run.lengthBefore = await run.page.evaluate(() => history.length);
      // Looked at before anything can have been awaited.
      run.atOnce = await run.page.evaluate(() => {
        const outcome = window.harness.call('callback', 'main');
        return [location.href, outcome].slice(0, 1)[0];
      });
      await run.page.waitForFunction(() => window.harness.events.length > 0);
    },
    expect: {
      async 'address bar is /cb?tab=2#sec'(run) {
        assert.equal(run.atOnce, 'https://app.example/cb?tab=2#sec');
        assert.equal(run.page.url(), 'https://app.example/cb?tab=2#sec');
      },
      'history.length unchanged': async (run) =>
        assert.equal(await run.page.evaluate(() => history.length), run.lengthBefore),
      'history.state kept': async (run) => assert.deepEqual(await run.page.evaluate(() => history.state), { mine: 7 }),
    },
  },
  'browser-015': {
    async play(run) {
      await run.login();
      run.url = run.responseUrl();
      // A page of another origin that frames the callback. Chromium keeps storage from such a frame; it is refused sooner.
      run.plan.handle = (endpoint) =>
        endpoint === '/frame'
          ? { headers: { 'content-type': 'text/html' }, body: `<!doctype html><iframe src="${run.url}"></iframe>` }
          : undefined;
      await run.page.goto('https://op.example/frame');
      const frame = run.page.frames().find((known) => known.url().startsWith('https://app.example/cb'));
      await frame.waitForFunction(() => window.harness);
      run.outcome = await frame.evaluate(async (options) => {
        await window.harness.call('create', 'main', options);
        return window.harness.call('callback', 'main');
      }, run.options());
      run.stage = 'frame';
    },
    expect: {
      'not processed': (run) => assert.equal(run.outcome.error?.code, 'callback_in_frame'),
    },
  },
  'browser-016': {
    async play(run) {
      await run.signIn();
      run.errors = [];
      await run.refresh();
      run.plan.refresh = { status: 400, raw: '{"error":"invalid_scope"}' };
      run.errors.push(await run.call('token', 'main', { forceRefresh: true }));
      run.plan.handle = (endpoint) => (endpoint === '/userinfo' ? { status: 500 } : undefined);
      run.errors.push(await run.call('userinfo', 'main'));
      run.errors.push(await run.call('callback', 'main', run.url.replace('state=', 'state=x')));
      await run.call('logout', 'main');
      run.errors.push(await run.call('token', 'main'));
    },
    expect: {
      'no code, verifier, access, ID or refresh token in any output or Error text'(run) {
        assert.deepEqual(
          run.errors.map(({ error }) => error?.code),
          ['token_error', 'http_status', 'state_not_found', 'login_required'],
        );
        const output = JSON.stringify(run.errors) + run.console.join('\n');
        const secrets = secretsOf(run);
        assert.ok(secrets.length >= 7, 'there is something to find');
        for (const secret of secrets) assert.ok(!output.includes(secret));
      },
    },
  },
  'browser-017': {
    async play(run) {
      // A page whose policy names one server, and sends the browser away for real.
      const response = await run.page.goto('https://app.example/');
      run.policy = response.headers()['content-security-policy'];
      run.plan.handle = (endpoint, { url }) => {
        if (endpoint !== '/authorize') return undefined;
        const asked = run.begun(url);
        run.live = asked;
        return { status: 302, headers: { location: run.responseUrl(undefined, asked) } };
      };
      await run.call('create', 'main', run.options());
      await run.page.evaluate(() => void window.harness.call('leave', 'main', {}));
      await run.page.waitForURL(/\/cb\?/);
      await run.call('create', 'main', run.options());
      run.marks = { callback: 0 };
      run.stage = 'callback';
      run.outcome = await run.call('callback', 'main');
    },
    expect: {
      async 'redirect login works with no CSP violation'(run) {
        for (const directive of [
          "default-src 'none'",
          "script-src 'self' 'wasm-unsafe-eval'",
          'connect-src',
          "require-trusted-types-for 'script'",
        ]) {
          assert.ok(run.policy.includes(directive), directive);
        }
        assert.deepEqual(await run.page.evaluate(() => window.harness.violations), []);
        assert.ok(!run.console.some((line) => /Content Security Policy|TrustedHTML/.test(line)));
      },
    },
  },
  'browser-018': {
    async play(run) {
      await run.call('create', 'main', run.options());
      await run.page.evaluate(() => Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined }));
      await run.login({ isNew: false });
    },
  },
  'browser-020': {
    async play(run) {
      run.host('https://evil.example');
      await run.call('create', 'main', run.options());
      run.stage = 'login';
      run.url = 'https://app.example/start?iss=https%3A%2F%2Fevil.example&login_hint=alice';
      run.outcome = await run.call('initiateLogin', 'main', run.url);
    },
    expect: {
      'no discovery request to evil.example'(run) {
        assert.equal(run.outcome.error.code, 'issuer_not_allowed');
        assert.deepEqual(
          run.world.requests.filter(({ host }) => host === 'evil.example'),
          [],
        );
      },
    },
  },
  'browser-022': {
    play: (run) => run.signIn(),
    expect: {
      async 'localStorage, sessionStorage, document.cookie and IndexedDB hold no access or refresh token'(run) {
        const stored = await run.page.evaluate(() => window.harness.storage());
        const [local, , cookie, databases] = JSON.parse(stored);
        assert.deepEqual([Object.keys(local), cookie, databases], [[usedStates], '', []]);
        for (const token of Object.values(run.provider.tokens).flat()) assert.ok(!stored.includes(token));
      },
    },
  },
  'browser-023': {
    async play(run) {
      await run.call('create', 'main', run.options());
      await run.call('ready', 'main');
      await run.page.evaluate(() => {
        window.stolen = [];
        const { fetch } = window;
        window.fetch = (...request) => {
          window.stolen.push(String(request[0]), String(request[1]?.body));
          return fetch(...request);
        };
        JSON.parse = (text) => {
          window.stolen.push(text);
          return { isAdmin: true };
        };
      });
      await run.login({ isNew: false });
      await run.callback();
    },
    expect: {
      async "the SDK's token request still goes through the original fetch (unless the documented fetch option is set)"(
        run,
      ) {
        assert.ok(run.outcome.value, run.outcome.error?.text);
        assert.equal(run.tokenRequests().length, 1);
        assert.deepEqual(await run.page.evaluate(() => window.stolen), []);
        assert.deepEqual((await run.call('snapshot', 'main')).value.expiresAt, NOW + 300);
        // With the option, it is the app's own that is used.
        const seen = await run.page.evaluate(async (options) => {
          const urls = [];
          const fetch = (url, init) => {
            urls.push(String(url));
            return Response.json({}, { status: 500, ...init.unused });
          };
          await window.harness.call('create', 'own', { ...options, fetch });
          await window.harness.call('ready', 'own');
          return urls;
        }, run.options());
        assert.ok(seen.length > 0 && seen.every((url) => url.startsWith('https://op.example/')), String(seen));
      },
    },
  },
  'browser-026': {
    async play(run) {
      const here = run.page;
      const elsewhere = await run.world.newTab();
      run.page = elsewhere.page;
      await run.page.goto('https://app.example/');
      await run.login();
      run.page = here;
      await elsewhere.context.close();
      await run.call('create', 'main', run.options());
      await run.callback();
    },
  },
};
