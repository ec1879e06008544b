// Session Management 1.0, with a server of the app's own site: only such a one can be watched.
import { strict as assert } from 'node:assert';

const issuer = 'https://op.app.example';
/** How often the frame is asked, in seconds. */
const INTERVAL = 0.05;

const html = (script) => ({
  headers: { 'content-type': 'text/html' },
  body: `<!doctype html><script>${script}</script>`,
});
const authorizations = (run) => run.requests('/authorize', { host: 'op.app.example' });
const isSignedIn = async (run) => (await run.call('snapshot', 'main')).value.isAuthenticated;

/** A user who is signed in and watched by a frame that answers so, and in a page that notes what it hears. */
async function watched(run, answers) {
  run.plan.issuer = issuer;
  run.provider = run.host(issuer, run.plan);
  run.plan.discovery = { set: { check_session_iframe: `${issuer}/check-session` } };
  run.plan.handle = (endpoint, { url }) => {
    if (endpoint === '/check-session')
      return html(`addEventListener('message', ({ data, source, origin }) => { ${answers} })`);
    if (endpoint === '/changed') return html(`parent.postMessage('changed', 'https://app.example')`);
    if (endpoint !== '/authorize') return undefined;
    const location = run.responseUrl('code=c-OK&state=st-OK&session_state=second.salt', run.begun(url));
    return { status: 302, headers: { location } };
  };
  await run.login();
  await run.callback('code=c-OK&state=st-OK&session_state=first.salt');
  assert.ok(run.outcome.value, run.outcome.error?.text);
  await run.page.evaluate(() => {
    window.heard = [];
    addEventListener('message', ({ data, origin }) => typeof data === 'string' && heard.push([data, origin]));
  });
  run.stage = 'monitor';
  await run.call('monitor', 'main', { intervalSeconds: INTERVAL });
}

/** Waits until the page has heard that so often. */
const hears = (run, said, times) =>
  run.page.waitForFunction(([said, times]) => heard.filter(([data]) => data === said).length >= times, [said, times]);

export default {
  'logout-010': {
    async play(run) {
      await watched(run, `source.postMessage('unchanged', origin)`);
      await run.page.evaluate((src) => {
        document.body.append(Object.assign(document.createElement('iframe'), { src }));
      }, `${issuer}/changed`);
      await hears(run, 'changed', 1);
      await hears(run, 'unchanged', 5);
    },
    rejects: false,
    expect: {
      async ignored(run) {
        const heard = await run.page.evaluate(() => window.heard);
        assert.deepEqual(
          heard.find(([data]) => data === 'changed'),
          ['changed', issuer],
        );
        assert.deepEqual(authorizations(run), []);
        assert.equal(await isSignedIn(run), true);
      },
    },
  },
  'logout-011': {
    async play(run) {
      await watched(run, `for (let i = 0; i < 10; i++) source.postMessage('error', origin)`);
      await hears(run, 'error', 10);
      await run.page.waitForFunction(() => window.harness.ended.length > 0);
    },
    expect: {
      async 'no prompt=none request is made'(run) {
        assert.deepEqual(authorizations(run), []);
        assert.deepEqual(await run.page.evaluate(() => window.harness.ended), ['session_monitor_failed']);
        assert.equal(await isSignedIn(run), true);
      },
    },
  },
  'oidcc-client-test-session-management': {
    async play(run) {
      const answers = `
        globalThis.asked = (globalThis.asked ?? 0) + 1;
        const isChanged = data === 'spa-1 first.salt' && asked > 3;
        source.postMessage(isChanged ? 'changed' : 'unchanged', origin);`;
      await watched(run, answers);
      await hears(run, 'unchanged', 3);
      run.before = authorizations(run).length;
      // The frame comes back to the app, whose page there hands the answer over.
      const frame = await new Promise((came) => {
        const look = (frame) => frame.url().startsWith('https://app.example/cb') && came(frame);
        run.page.on('framenavigated', look);
      });
      await frame
        .evaluate(async (options) => {
          while (!window.harness) await new Promise((next) => setTimeout(next, 10));
          await window.harness.call('create', 'main', options);
          await window.harness.call('callback', 'main');
        }, run.options())
        // It is gone once its answer was taken.
        .catch(() => {});
      await run.page.waitForFunction(
        () => heard.at(-1)[0] === 'unchanged' && heard.some(([data]) => data === 'changed'),
      );
    },
    expect: {
      'nobody is asked while it says unchanged': (run) => assert.equal(run.before, 0),
      'prompt=none with id_token_hint once it says changed'(run) {
        const [request, ...further] = authorizations(run).map(({ url }) => new URL(url).searchParams);
        assert.deepEqual(further, []);
        assert.equal(request.get('prompt'), 'none');
        assert.equal(request.get('id_token_hint'), run.provider.tokens.id_token[0]);
      },
      async 'the same user stays signed in'(run) {
        assert.equal((await run.call('snapshot', 'main')).value.user.sub, 'user-1');
        assert.deepEqual(await run.page.evaluate(() => window.harness.ended), []);
      },
    },
  },
};
