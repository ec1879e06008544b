// Sign-in in a popup: whose messages are heard, who hears them, and what is left when it is closed.
import { strict as assert } from 'node:assert';

/** Begins a sign-in in a popup by a click; `window.ended` becomes its outcome. */
async function begin(run) {
  run.stage = 'popup';
  await run.call('create', 'main', run.options());
  await run.call('ready', 'main');
  await run.page.evaluate(() => {
    document.body.append(document.createElement('button'));
    document.querySelector('button').textContent = 'Sign in';
    document.querySelector('button').onclick = async () => {
      window.ended = await window.harness.call('popup', 'main');
    };
  });
  const [popup] = await Promise.all([run.page.waitForEvent('popup'), run.page.click('button')]);
  await popup.waitForURL('https://op.example/authorize?**');
  run.live = run.begun(popup.url());
  return popup;
}

/** Leads the popup on as a page in it does: as the browser's own user would, Chromium would take its opener from it. */
async function follow(popup, url) {
  await Promise.all([popup.waitForURL(url), popup.evaluate((url) => location.assign(url), url)]);
}

/** What the page of this package on the callback URL sends. */
const message = (run) => ({ type: 'proofkey:response', url: run.responseUrl() });

/** Whoever sends what a callback page would send is not heard; then the callback page is. */
async function ignores(run, popup) {
  // Time enough for a message that was taken to end in a token request.
  await run.page.waitForTimeout(500);
  run.endedEarly = await run.page.evaluate(() => window.ended !== undefined);
  run.askedEarly = run.tokenRequests().length;
  await follow(popup, run.responseUrl());
  await run.callIn(popup, 'relay').catch(() => {}); // It closes itself.
  await run.page.waitForFunction(() => window.ended);
  run.outcome = await run.page.evaluate(() => window.ended);
}

const wasIgnored = {
  ignored: (run) => assert.deepEqual([run.endedEarly, run.askedEarly], [false, 0]),
  async 'flow still pending'(run) {
    assert.equal(run.outcome.error, undefined, run.outcome.error?.text);
    assert.equal((await run.call('snapshot', 'main')).value.isAuthenticated, true);
    assert.equal(run.tokenRequests().length, 1);
  },
};

export default {
  'browser-003': {
    rejects: false,
    async play(run) {
      const popup = await begin(run);
      await follow(popup, 'https://evil.example/');
      await popup.evaluate((message) => window.opener.postMessage(message, '*'), message(run));
      await ignores(run, popup);
    },
    expect: wasIgnored,
  },
  'browser-004': {
    rejects: false,
    async play(run) {
      const popup = await begin(run);
      const [other] = await Promise.all([
        run.page.waitForEvent('popup'),
        run.page.evaluate(() => void window.open('https://app.example/other')),
      ]);
      await other.waitForLoadState();
      await other.evaluate((message) => window.opener.postMessage(message, 'https://app.example'), message(run));
      await ignores(run, popup);
    },
    expect: wasIgnored,
  },
  'browser-006': {
    async play(run) {
      await run.login();
      const received = [];
      // The page of another origin that opens the callback page; then one of the app's own origin, which is told to whom it was sent.
      for (const host of ['evil', 'app']) {
        await run.page.goto(`https://${host}.example/`);
        await run.page.evaluate(() => {
          window.received = [];
          addEventListener('message', ({ data }) => window.received.push(data));
          const { postMessage } = window;
          window.postMessage = (data, target) => {
            window.received.push(target);
            return postMessage.call(window, data, target);
          };
        });
        const [popup] = await Promise.all([
          run.page.waitForEvent('popup'),
          run.page.evaluate((url) => void window.open(url), run.responseUrl()),
        ]);
        await popup.waitForLoadState();
        assert.equal(await popup.evaluate(() => window.opener !== null), true);
        run.relayed = await run.callIn(popup, 'relay');
        received.push(await run.page.evaluate(() => window.received));
        await popup.close();
      }
      [run.byOther, run.byOwn] = received;
    },
    expect: {
      "nothing is posted to '*'"(run) {
        const targets = run.byOwn.filter((seen) => typeof seen === 'string');
        assert.ok(targets.length > 0);
        assert.ok(
          targets.every((target) => target === 'https://app.example'),
          targets.join(),
        );
      },
      'the opener of another origin receives nothing'(run) {
        assert.deepEqual(run.byOther, []);
        // Whose origin is the app's does, so that there was something to receive.
        assert.ok(run.byOwn.some((seen) => seen.type === 'proofkey:response'));
        assert.equal(run.relayed.value, false);
      },
    },
  },
  'browser-024': {
    async play(run) {
      await run.page.evaluate(countWhatWaits);
      const popup = await begin(run);
      // Nobody closes a window before it is looked at.
      await run.page.waitForFunction(() => window.waiting().timers >= 2);
      await run.page.waitForTimeout(500);
      run.during = await run.page.evaluate(() => window.waiting());
      await popup.close();
      await run.page.waitForFunction(() => window.ended);
      run.outcome = await run.page.evaluate(() => window.ended);
    },
    expect: {
      'typed cancel': (run) => assert.equal(run.outcome.error.code, 'popup_closed'),
      async 'listener and timer removed'(run) {
        assert.ok(
          run.during.timers >= 2 && run.during.listeners >= 1 && run.during.channels >= 1,
          JSON.stringify(run.during),
        );
        assert.deepEqual(await run.page.evaluate(() => window.waiting()), { timers: 0, listeners: 0, channels: 0 });
      },
    },
  },
};

/** Has `window.waiting()` tell how many timers, listeners of the window and channels there are that began from now on. */
function countWhatWaits() {
  const timers = new Set();
  const listeners = new Set();
  const channels = new Set();
  for (const name of ['Timeout', 'Interval']) {
    const { [`set${name}`]: set, [`clear${name}`]: clear } = window;
    window[`set${name}`] = (act, ...rest) => {
      const id = set(
        (...given) => {
          if (name === 'Timeout') timers.delete(id);
          act(...given);
        },
        ...rest,
      );
      timers.add(id);
      return id;
    };
    window[`clear${name}`] = (id) => {
      timers.delete(id);
      clear(id);
    };
  }
  const { addEventListener: add } = window;
  window.addEventListener = (type, listener, options) => {
    const key = {};
    if (type === 'message' || type === 'focus') listeners.add(key);
    options?.signal?.addEventListener('abort', () => listeners.delete(key));
    add.call(window, type, listener, options);
  };
  const Channel = window.BroadcastChannel;
  window.BroadcastChannel = class extends Channel {
    constructor(name) {
      super(name);
      if (name.includes(':response:')) channels.add(this);
    }

    close() {
      channels.delete(this);
      super.close();
    }
  };
  window.waiting = () => ({ timers: timers.size, listeners: listeners.size, channels: channels.size });
}
