// One browser context with the app of one library, and what a user or an attacker does there.
import { APP } from './world.mjs';

export class Visit {
  constructor(world, context, library) {
    Object.assign(this, { world, context, library, home: `${APP}/${library}/` });
  }

  /** A tab with the app in it, signed out. */
  async open(url = this.home) {
    const page = await this.context.newPage();
    await this.goTo(page, url);
    return page;
  }

  async goTo(page, url) {
    await page.goto(url);
    await page.waitForFunction(() => window.app);
  }

  /** Calls one method of the app; gives what came of it. */
  call(page, method, ...given) {
    return page.evaluate(([method, given]) => window.app[method](...given), [method, given]);
  }

  /** From the app to the login page of the tenant. */
  async leave(page, more) {
    const left = page.waitForURL((url) => url.pathname === '/auth');
    await page.evaluate((more) => void window.app.login(more), more);
    await left;
  }

  /** As `leave`, where it may fail: gives what came of it. */
  async begun(page, more) {
    // A page that is left tells nothing any more.
    const outcome = await page.evaluate((more) => window.app.login(more), more).catch(() => ({}));
    if (!outcome.refused) await page.waitForURL((url) => url.pathname === '/auth');
    return outcome;
  }

  /** What a user types there. */
  async submit(page, login = 'alice', password = 'wonderland') {
    await page.locator('input[name=login]').fill(login);
    await page.locator('input[name=password]').fill(password);
    await page.locator('button[type=submit]').click();
  }

  /** As `submit`, up to the answer, which is not delivered. Gives its URL. */
  async caught(page, login, password) {
    const caught = this.world.catchCallback();
    await this.submit(page, login, password);
    return new URL(await caught);
  }

  /** The whole sign-in; gives what the callback page came to. */
  async signIn(page, { more } = {}) {
    await this.leave(page, more);
    await this.submit(page);
    await page.waitForURL((url) => url.pathname.endsWith('/callback') || url.href === this.home);
    return this.outcome(page);
  }

  async outcome(page) {
    await page.waitForFunction(() => window.app);
    return page.evaluate(() => window.app.outcomes[0]);
  }

  /** Out of the session, and back on the app's page. */
  async logout(page) {
    const back = page.waitForURL((url) => url.href.startsWith(this.home) && !url.pathname.endsWith('/callback'));
    await page.evaluate(() => void window.app.logout());
    await back;
    await page.waitForFunction(() => window.app);
  }

  close() {
    return this.context.close();
  }
}
