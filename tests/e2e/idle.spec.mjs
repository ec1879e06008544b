// Nobody is there any more: the page's clock is the test's, and what the user does is done by the browser.
import { errorOf, expect, openWith, reachCallback, signIn, test } from '../support/fixtures.mjs';

const AFTER = 600;
const options = { afterSeconds: AFTER, countdownSeconds: 60 };

test.beforeEach(({ context }) => context.clock.install());

/** Stops the clock of all pages: from now on time goes by `pass` alone, and not while a busy machine is at something else. */
async function stopClock(page) {
  const now = await page.evaluate(() => Date.now());
  // Not before now, when it gets there.
  await page.clock.pauseAt(now + 20_000);
}

/** Signs in, and stops the clock. */
async function signInAndStop(page) {
  await signIn(page);
  await stopClock(page);
}

/** Watches in the page, and notes what the countdown says. */
const watch = (page, changes = {}) =>
  page.evaluate(
    async (options) => {
      const { signOutWhenIdle } = await import('/proofkey/dist/idle.js');
      window.counted = [];
      window.idle = signOutWhenIdle(auth, { ...options, onCountdown: (left) => counted.push(left ?? 'over') });
    },
    { ...options, ...changes },
  );

/** The same, with something else done at the end than the logout. */
const watchInstead = (page) =>
  page.evaluate(async (options) => {
    const { signOutWhenIdle } = await import('/proofkey/dist/idle.js');
    window.ends = 0;
    window.counted = [];
    const signOut = () => {
      window.ends += 1;
    };
    window.idle = signOutWhenIdle(auth, { ...options, signOut, onCountdown: (left) => counted.push(left ?? 'over') });
  }, options);

const counted = (page) => page.evaluate(() => window.counted);
const ends = (page) => page.evaluate(() => window.ends);
const isSignedIn = (page) => page.evaluate(() => auth.isAuthenticated);
const pass = (page, seconds) => page.clock.runFor(seconds * 1000);

/** The sign-outs that a context has the server show. */
function signOuts(context) {
  const urls = [];
  context.on('request', (request) => {
    if (new URL(request.url()).pathname === '/oauth/logout') urls.push(request.url());
  });
  return urls;
}

test('who does nothing is counted down in whole seconds, and signed out here and at the server', async ({ app }) => {
  await signInAndStop(app);
  await watch(app);
  await pass(app, AFTER - 61);
  expect(await counted(app)).toEqual([]);
  await pass(app, 60.5);
  expect(await counted(app)).toEqual(Array.from({ length: 60 }, (_, passed) => 60 - passed));
  const leaves = app.waitForURL(/\/oauth\/logout/);
  await pass(app, 1);
  await leaves;
});

test('what the user does ends the countdown, and the time begins anew', async ({ app }) => {
  await signInAndStop(app);
  await watch(app);
  for (const act of [() => app.mouse.move(5, 5), () => app.keyboard.press('a'), () => app.mouse.wheel(0, 10)]) {
    await pass(app, AFTER - 30);
    expect((await counted(app)).at(-1)).toBe(30);
    await act();
    await expect.poll(() => counted(app).then((all) => all.at(-1))).toBe('over');
  }
  expect(await isSignedIn(app)).toBe(true);
});

test('an app that stops the events of its own does not hide what the user does', async ({ app }) => {
  await signInAndStop(app);
  await app.evaluate(() => document.addEventListener('keydown', (event) => event.stopImmediatePropagation(), true));
  await watch(app);
  await pass(app, AFTER - 30);
  await app.keyboard.press('a');
  await expect.poll(() => counted(app).then((all) => all.at(-1))).toBe('over');
});

test('what a script makes up is no activity', async ({ app }) => {
  await signInAndStop(app);
  await watchInstead(app);
  await pass(app, AFTER - 30);
  await app.evaluate(() => {
    for (const name of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchmove']) dispatchEvent(new Event(name));
  });
  await pass(app, 31);
  expect(await ends(app)).toBe(1);
});

test('stay() counts as activity, and stop() ends the watch', async ({ app }) => {
  await signInAndStop(app);
  await watchInstead(app);
  await pass(app, AFTER - 30);
  await app.evaluate(() => idle.stay());
  expect((await counted(app)).slice(-2)).toEqual([30, 'over']);
  await pass(app, AFTER - 30);
  expect((await counted(app)).at(-1)).toBe(30);
  await app.evaluate(() => idle.stop());
  expect((await counted(app)).at(-1)).toBe('over');
  await pass(app, 2 * AFTER);
  expect(await ends(app)).toBe(0);
});

test('a signOut of the app that leaves the user signed in is called again, and not without a pause', async ({
  app,
}) => {
  await signInAndStop(app);
  await watchInstead(app);
  await pass(app, AFTER + 1);
  await expect.poll(() => ends(app)).toBe(1);
  await pass(app, 40);
  expect(await ends(app)).toBeGreaterThan(1);
  expect(await ends(app)).toBeLessThan(5);
});

test('a signOut or onCountdown that throws is reported, and the user is signed out', async ({ app }) => {
  const problems = [];
  app.on('pageerror', ({ message }) => problems.push(message));
  await signInAndStop(app);
  await app.evaluate(async (options) => {
    const { signOutWhenIdle } = await import('/proofkey/dist/idle.js');
    const signOut = async () => {
      await auth.revokeTokens();
      throw new Error('of signOut');
    };
    const onCountdown = (left) => {
      if (left === 1) throw new Error('of onCountdown');
    };
    signOutWhenIdle(auth, { ...options, signOut, onCountdown });
  }, options);
  await pass(app, AFTER + 1);
  await expect.poll(() => isSignedIn(app)).toBe(false);
  await expect.poll(() => problems).toEqual(['of onCountdown', 'of signOut']);
});

test('a page that slept through the time signs out at the first movement, which is no activity any more', async ({
  app,
}) => {
  await signInAndStop(app);
  await watchInstead(app);
  // No timer runs meanwhile, as in a sleep.
  await app.clock.setSystemTime(Date.now() + 8 * 3_600_000);
  expect(await ends(app)).toBe(0);
  await app.mouse.move(5, 5);
  await expect.poll(() => ends(app)).toBe(1);
});

test('a clock that is set back makes nobody stay for longer', async ({ app }) => {
  await signInAndStop(app);
  await watchInstead(app);
  await app.clock.setSystemTime(Date.now() - 8 * 3_600_000);
  await pass(app, AFTER + 16);
  expect(await ends(app)).toBeGreaterThan(0);
});

test('tabs count together, and one of them alone goes to the server', async ({ context, page, site }) => {
  const urls = signOuts(context);
  await openWith(page, site, { store: 'localStorage' });
  await signIn(page);
  const other = await context.newPage();
  await openWith(other, site, { store: 'localStorage' });
  expect(await other.evaluate(() => auth.checkSession())).toBe(true);
  await stopClock(page);
  await watch(page);
  await watch(other);
  await context.clock.runFor((AFTER - 30) * 1000);
  expect((await counted(page)).at(-1)).toBe(30);
  await other.mouse.move(9, 9);
  await context.clock.runFor(1000);
  expect((await counted(page)).at(-1)).toBe('over');
  await context.clock.runFor((AFTER - 30) * 1000);
  expect(await isSignedIn(page)).toBe(true);
  expect((await counted(other)).at(-1)).toBeLessThanOrEqual(30);
  await context.clock.runFor(31_000);
  const shown = () => [page, other].map((each) => each.url()).filter((url) => url.includes('/oauth/logout')).length;
  await expect.poll(shown).toBe(1);
  const stayed = page.url().includes('/oauth/logout') ? other : page;
  await expect.poll(() => isSignedIn(stayed)).toBe(false);
  await context.clock.runFor(60_000);
  expect(urls).toHaveLength(1);
});

test('a session that the store has kept is ended at the start, if the time ran out while no page was open', async ({
  context,
  page,
  site,
}) => {
  await openWith(page, site, { store: 'localStorage' });
  await signIn(page);
  await watch(page);
  await page.mouse.move(5, 5);
  await page.close();
  const later = await context.newPage();
  await later.clock.setSystemTime(Date.now() + (AFTER + 1) * 1000);
  await openWith(later, site, { store: 'localStorage' });
  const leaves = later.waitForURL(/\/oauth\/logout/);
  await watch(later);
  await later.evaluate(() => void auth.checkSession());
  await leaves;
});

test('a session that was just signed in is not ended by what was noted long ago', async ({ page, site }) => {
  await openWith(page, site, {});
  await reachCallback(page);
  await page.evaluate(() => localStorage.setItem(`proofkey:1:${options.issuer}:spa:active`, '1000'));
  await stopClock(page);
  await watchInstead(page);
  await page.evaluate(() => auth.handleRedirectCallback());
  await pass(page, AFTER - 61);
  expect(await isSignedIn(page)).toBe(true);
  expect(await ends(page)).toBe(0);
  expect(await counted(page)).toEqual([]);
});

for (const [option, changes] of [
  ['afterSeconds', { afterSeconds: 0 }],
  ['afterSeconds', { countdownSeconds: 5 }],
  ['afterSeconds', { afterSeconds: '600' }],
  ['countdownSeconds', { afterSeconds: 60, countdownSeconds: 60 }],
  ['countdownSeconds', { afterSeconds: 60, countdownSeconds: -1 }],
]) {
  test(`${JSON.stringify(changes)} is refused as ${option}`, async ({ app }) => {
    const error = await errorOf(
      app,
      async (changes) => {
        const { signOutWhenIdle } = await import('/proofkey/dist/idle.js');
        signOutWhenIdle(auth, changes);
      },
      changes,
    );
    expect(error).toMatchObject({ code: 'config_error', phase: 'create', option, isTyped: true });
  });
}
