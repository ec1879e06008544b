// One case on its way: a fresh document, empty storages, the hosts with the plan's mutations, and what came out of each stage.
import { strict as assert } from 'node:assert';
import { BASELINE, NOW, Provider, withSymbols } from './provider.mjs';
import { planOf, stageOf } from './vector.mjs';

/** Everything that a case's play and its checks look at. */
export class Run {
  constructor(world, testcase) {
    this.world = world;
    this.case = testcase;
    this.plan = planOf(testcase);
    /** The last stage that was played, and its outcome: `{ value }` or `{ error }`. */
    this.stage = undefined;
    this.outcome = undefined;
  }

  async open() {
    this.console = [];
    this.tab = await this.world.tab();
    ({ context: this.context, page: this.page } = this.tab);
    this.listen(this.page);
    await this.context.clock.setFixedTime(NOW * 1000);
    // A new document is a new page of the app: nothing of the case before is left but what is stored.
    await this.page.goto('https://app.example/');
    await this.page.evaluate(async () => {
      sessionStorage.clear();
      localStorage.clear();
      const gone = ({ name }) =>
        new Promise((resolve) => {
          indexedDB.deleteDatabase(name).onsuccess = resolve;
        });
      await Promise.all((await indexedDB.databases()).map(gone));
    });
    // Only now: the document before may have asked for something to its end.
    this.world.reset();
    this.provider = this.host(this.plan.issuer, this.plan);
  }

  async close() {
    for (const page of this.context?.pages() ?? []) {
      page.removeAllListeners();
      if (page !== this.tab.page) await page.close();
    }
  }

  /** An authorization server at an issuer's host. */
  host(issuer, plan = {}) {
    const provider = new Provider(issuer, plan);
    this.world.serve(new URL(issuer).host, provider);
    return provider;
  }

  /** One more page of the app in the same browser. */
  async newPage(url = 'https://app.example/') {
    const page = await this.context.newPage();
    this.listen(page);
    await page.goto(url);
    return page;
  }

  /** Keeps what a page prints, and what nobody caught in it. */
  listen(page) {
    page.on('console', (message) => this.console.push(message.text()));
    page.on('pageerror', (error) => this.console.push(`uncaught: ${error}`));
  }

  /** Moves the clocks of browser and servers to that second after NOW. */
  async wait(seconds) {
    this.provider.now = NOW + seconds;
    await this.context.clock.setFixedTime((NOW + seconds) * 1000);
  }

  /** Calls the public API in the page. */
  call(method, ...args) {
    return this.callIn(this.page, method, ...args);
  }

  callIn(page, method, ...args) {
    return page.evaluate(
      async ([method, args]) => {
        // The module may still be on its way.
        while (!window.harness) await new Promise((next) => requestAnimationFrame(next));
        return window.harness.call(method, ...args);
      },
      [method, args],
    );
  }

  /** Options of a client at an issuer. */
  options(issuer = this.plan.issuer) {
    const { clientId, redirectUri } = BASELINE;
    const pinned = this.plan.pinned ? { jwks: this.provider.jwks() } : {};
    return { issuer, clientId, redirectUri, ...pinned, ...this.plan.client };
  }

  /** Creates a client, unless it is there, and asks for the authorization URL. */
  async login({ name = 'main', options = this.options(), login = this.plan.login, isNew = true } = {}) {
    this.stage = 'login';
    this.live = undefined;
    this.marks = { login: this.world.requests.length };
    const created = isNew ? await this.call('create', name, options) : {};
    this.outcome = created.error ? created : await this.call('login', name, login);
    if (this.outcome.error) return this.outcome;
    this.live = this.begun(this.outcome.value);
    return this.outcome;
  }

  /** What an authorization URL holds, and the code that the server answers it with. */
  begun(url, provider = this.provider) {
    const parameters = provider.parametersOf(url);
    const [state, nonce, scope] = ['state', 'nonce', 'scope'].map((name) => parameters.get(name));
    const jkt = parameters.get('dpop_jkt') ?? undefined;
    return { url, parameters, state, nonce, code: provider.authorize({ nonce, scope, jkt }, this.plan.code) };
  }

  /** The response's URL, live values in the place of the symbols. */
  responseUrl(raw, login = this.live) {
    const { state, code } = login;
    const place = this.plan.client.responseMode === 'fragment' ? '#' : '?';
    const first = `%${state.charCodeAt(0).toString(16).padStart(2, '0')}`;
    const other = state.slice(0, -1) + (state.endsWith('A') ? 'B' : 'A');
    const swapped = [...state].map((c) => (c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase())).join('');
    if (raw === undefined && this.plan.client.responseMode === 'query.jwt') {
      return `${BASELINE.redirectUri}?response=${this.provider.signedResponse({ state, code })}`;
    }
    const live = withSymbols(raw ?? `${place}code=c-OK&state=st-OK`, [
      ...[
        ['st-OK', state],
        ['c-OK', code],
        ['st-OX', other],
        ['st%2DOK', first + state.slice(1)],
      ],
      ...[
        ['ST-OK', swapped],
        ['st-ok', swapped],
      ],
    ]);
    if (/^https?:/.test(live)) return live;
    return BASELINE.redirectUri + (/^[?#]/.test(live) ? live : `?${live}`);
  }

  /** Hands the response over. */
  async callback(raw = this.plan.callback, { name = 'main', url } = {}) {
    this.stage = 'callback';
    this.marks.callback = this.world.requests.length;
    this.url = url ?? this.responseUrl(raw);
    this.outcome = await this.call('callback', name, this.url);
    this.marks.end = this.world.requests.length;
    return this.outcome;
  }

  /** A sign-in from beginning to end, which must succeed. */
  async signIn(options = {}) {
    const begun = await this.login(options);
    assert.equal(begun.error, undefined, `the login failed: ${begun.error?.text}`);
    const { error } = await this.callback(undefined, options);
    assert.equal(error, undefined, `the sign-in failed: ${error?.text}`);
  }

  async userinfo() {
    this.before = (await this.call('snapshot', 'main')).value;
    this.stage = 'userinfo';
    this.outcome = await this.call('userinfo', 'main');
  }

  async refresh() {
    this.before = (await this.call('snapshot', 'main')).value;
    this.tokensBefore = structuredClone(this.provider.tokens);
    this.stage = 'refresh';
    this.outcome = await this.call('token', 'main', { forceRefresh: true });
  }

  /** Plays the case as far as it goes. */
  async play() {
    const last = stageOf(this.case);
    if ((await this.login()).error) return;
    if ((await this.callback()).error) return;
    if (last === 'userinfo') await this.userinfo();
    if (last === 'refresh') await this.refresh();
  }

  /** The requests to a path of a host, in order. */
  requests(pathname, { host = 'op.example', since = 0 } = {}) {
    return this.world.requests.slice(since).filter((seen) => seen.host === host && seen.pathname === pathname);
  }

  tokenRequests(options) {
    return this.requests('/token', options);
  }

  /** All that a page, its storages, its console and its errors show. */
  async everythingShown() {
    const json = await this.call('json', 'main');
    const snapshot = await this.call('snapshot', 'main');
    return [
      await this.page.evaluate(() => window.harness.storage()),
      ...[JSON.stringify(json), JSON.stringify(snapshot), ...this.console, JSON.stringify(this.outcome ?? {})],
    ].join('\n');
  }
}
