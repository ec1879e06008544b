// The one walk that both libraries make: sign-in, code exchange, refresh, logout. What it sent, stored and weighed.
import { expect } from '@playwright/test';
import { rounds, Trace } from './trace.mjs';
import { APP, TENANT } from './world.mjs';

const isTenant = ({ url }) => url.startsWith(`${TENANT}/`);
/** Where the tenant sends the browser by itself, whatever the library. */
const isOwnPage = ({ path, query }) => path === '/auth' || query.r5_request_token !== undefined;

/**
 * @typedef {object} Walk
 * @property {{ phase: string, method: string, path: string, names: string[], as: string, headers: string[] }[]} requests To
 *   the tenant, in order; `headers` are those that a script may send only after a preflight.
 * @property {{ requests: number, rounds: number }} before the redirect, with a page that has just been opened
 * @property {{ requests: number, rounds: number }} after the callback page was opened, until the tokens are there
 * @property {boolean} cookies Whether a script sent any.
 * @property {{ scripts: number, answers: number }} bytes received for the login
 * @property {object} authorize The parameters of /oauth/authorize.
 */

/** @returns {Promise<Walk>} */
export async function walk(world, library, options = {}) {
  const { requests } = world.server;
  requests.length = 0;
  const visit = await world.visit(library, options);
  const page = await visit.context.newPage();
  const trace = await Trace.of(page);
  const marks = {};
  const mark = async (phase) => {
    await expect.poll(() => trace.isIdle).toBe(true);
    marks[phase] = { log: requests.length, trace: trace.requests.length };
  };

  await visit.goTo(page, visit.home);
  await visit.leave(page);
  await mark('redirect');
  await visit.submit(page);
  await page.waitForURL((url) => url.pathname.endsWith('/callback'));
  const outcome = await visit.outcome(page);
  expect(outcome).toEqual({ value: undefined });
  await mark('callback');
  await visit.call(page, 'refresh');
  await mark('refresh');
  await visit.logout(page);
  await mark('logout');
  await visit.close();

  const login = trace.requests.slice(0, marks.callback.trace);
  const before = trace.requests.slice(0, marks.redirect.trace).filter(isScripted);
  const after = login.slice(marks.redirect.trace).filter(isScripted);
  return {
    requests: logged(requests, marks),
    before: { requests: before.length, rounds: rounds(before) },
    after: { requests: after.length, rounds: rounds(after) },
    cookies: requests.some(({ headers, path }) => headers.origin === APP && path !== '/auth' && headers.cookie),
    bytes: {
      scripts: bytes(login, ({ type }) => type === 'Script'),
      // By the server's account: a browser does not tell all of an answer whose page has left in the meantime.
      answers: bytes(requests.slice(0, marks.callback.log), ({ headers }) => headers.origin === APP),
    },
    authorize: requests.find(({ path }) => path === '/oauth/authorize').query,
  };
}

/** What scripts ask of the tenant, preflights included: all that is no page. */
const isScripted = (request) => isTenant(request) && request.type !== 'Document';

const bytes = (requests, wanted) => requests.filter(wanted).reduce((sum, request) => sum + request.bytes, 0);

function logged(requests, marks) {
  const phaseOf = (at) => Object.keys(marks).find((phase) => at < marks[phase].log);
  const end = requests.findIndex(({ path }) => path === '/identity/v1/logout');
  return requests
    .map((request, at) => ({ ...request, phase: phaseOf(at) }))
    .slice(0, end + 1)
    .filter((request) => !isOwnPage(request))
    .map(shown);
}

function shown({ phase, method, path, query, headers, body }) {
  const asked = headers['access-control-request-headers'];
  return {
    phase,
    method,
    path,
    names: Object.keys(body ?? query),
    as: body ? (headers['content-type'].includes('json') ? 'JSON' : 'form') : 'query',
    headers: asked ? asked.split(',') : [],
  };
}

/** What is in the browser on the way: `{ away, signedIn, signedOut, address }`. */
export async function stores(world, library, options) {
  const { requests } = world.server;
  requests.length = 0;
  const visit = await world.visit(library, options);
  const page = await visit.open();
  await visit.leave(page);
  const callback = await visit.caught(page);
  // sessionStorage can be read from any page of the app in that tab; this one has no script.
  await page.goto(`${APP}/nothing`);
  const away = await contents(page);
  await visit.goTo(page, callback.href);
  expect(await visit.outcome(page)).toEqual({ value: undefined });
  const signedIn = await contents(page);
  const address = new URL(page.url());
  // Sends the refresh token, which would otherwise not be known here.
  await visit.call(page, 'refresh');
  await visit.logout(page);
  const signedOut = await contents(page);
  await visit.close();
  const sent = (name) => requests.find(({ body }) => body?.[name]).body[name];
  const secrets = { verifier: sent('code_verifier'), refreshToken: sent('refresh_token') };
  // A browser lists the keys of a storage in no order.
  const byKey = (one, other) => (one.key < other.key ? -1 : 1);
  const shown = (list) => list.map((entry) => describe(entry, secrets)).sort(byKey);
  return {
    away: shown(away),
    signedIn: shown(signedIn),
    signedOut: shown(signedOut),
    address:
      address.pathname + [...address.searchParams.keys()].map((name, at) => `${at ? '&' : '?'}${name}=…`).join(''),
  };
}

const contents = (page) =>
  page.evaluate(() =>
    ['localStorage', 'sessionStorage'].flatMap((place) =>
      Object.entries(window[place]).map(([key, value]) => ({ place, key, value })),
    ),
  );

/** The entry without anything that another run would have otherwise. */
function describe({ place, key, value }, { verifier, refreshToken }) {
  return {
    place,
    // A state is 43 characters.
    key: key.replace(/[\w-]{43}/, '<state>'),
    kind: kindOf(value),
    holdsVerifier: value.includes(verifier),
    // The others are JWTs.
    holdsToken: value.includes(refreshToken) || /eyJ[\w-]+\.[\w-]+\./.test(value),
  };
}

function kindOf(value) {
  if (value.startsWith('{')) return `JSON: ${Object.keys(JSON.parse(value)).map(shortened).join(', ')}`;
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(value) ? 'a UUID' : `${value.length} characters`;
}

/** A name that is another one in each run. */
const shortened = (name) => (/^[\w+/]{22}==$/.test(name) ? '(hash of a used state)' : name);
