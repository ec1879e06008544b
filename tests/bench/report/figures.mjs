// The figures of a run as rows of texts, for the terminal and for the page alike.
import { modes } from '../measures/cold.mjs';

/** @typedef {{ id: string, title: string, head: string[], rows: (string | number)[][] }} Table */

const rowsWith = (results, measure) => Object.values(results.rows).filter((row) => row[measure]);
const named = ({ title, version }) => (version ? `${title} ${version}` : title);
/** Of Proofkey's own figure, its default entry's: what it costs to use this one instead. */
const ratio = (figure, ours) => (figure && ours ? `x ${(figure / ours).toFixed(2)}` : '-');
/** Median, and in parentheses from the first quartile to the third. */
const withSpread = (value, digits = 0) =>
  value ? `${value.median.toFixed(digits)} (${value.p25.toFixed(digits)}-${value.p75.toFixed(digits)})` : '-';
const signed = (number) => (Number.isFinite(number) ? `${number < 0 ? '-' : '+'}${Math.abs(number).toFixed(0)}` : '-');

/** @returns {Table} */
export function weights(results) {
  const bytes = (size) => (size?.raw ? `${size.raw} / ${size.gzip} / ${size.brotli}` : '-');
  const ours = results.rows.proofkey?.sizes?.firstLogin;
  return {
    id: 'sizes',
    title: 'Bytes: raw / gzip / brotli',
    head: ['', 'eager', 'lazy', 'first login', 'gzip, of proofkey', 'brotli, of proofkey', 'all files of the page'],
    rows: rowsWith(results, 'sizes').map(({ sizes: { eager, lazy, firstLogin, loaded }, ...row }) => [
      ...[named(row), bytes(eager), bytes(lazy), bytes(firstLogin)],
      ...[ratio(firstLogin?.gzip, ours?.gzip), ratio(firstLogin?.brotli, ours?.brotli), bytes(loaded)],
    ]),
  };
}

/** @returns {Table} */
export function paths(results) {
  const list = ({ requests }) => requests.join(', ') || 'none';
  return {
    id: 'requests',
    title: 'Requests of scripts to the server, and how many of them had to wait for one another',
    head: ['', 'before the redirect', 'sequential', 'on the callback', 'sequential'],
    rows: rowsWith(results, 'requests').map(({ requests: { login, callback }, ...row }) => [
      ...[named(row), list(login), login.depth, list(callback), callback.depth],
    ]),
  };
}

/** @returns {Table} */
export const redirects = (results) => ({
  id: 'redirect',
  title: 'Milliseconds from the navigation to the authorization request, first visit',
  ...timesOf(results, 'redirect', ['plain', 'cpu4', 'tcp']),
});

/** @returns {Table} */
export const callbacks = (results) => ({
  id: 'callback',
  title: 'Milliseconds from the request for the callback page to the user being known',
  ...timesOf(results, 'callback', Object.keys(modes)),
});

/** The last mode is the one that counts. */
function timesOf(results, what, shown) {
  const last = shown.at(-1);
  const median = (name) => results.rows[name]?.cold?.[last]?.[what].median;
  return {
    head: ['', ...shown, `${last}: over hand-written`, `${last}: of proofkey`],
    rows: rowsWith(results, 'cold').map(({ cold, ...row }) => {
      const figure = cold[last]?.[what].median;
      const columns = shown.map((mode) => withSpread(cold[mode]?.[what]));
      return [named(row), ...columns, signed(figure - median('floor')), ratio(figure, median('proofkey'))];
    }),
  };
}

/** @returns {Table} */
export function warmCalls(results) {
  const ours = results.rows.proofkey?.warm?.token.median;
  return {
    id: 'warm',
    title: 'Microseconds for an access token that is fresh, and for the state without a promise',
    head: ['', 'token', 'of proofkey', 'state', 'calls in a batch', 'requests meanwhile'],
    rows: rowsWith(results, 'warm').map(({ warm: { token, read, batch, requests }, ...row }) => [
      ...[named(row), withSpread(token, 2), ratio(token.median, ours), withSpread(read, 3), batch, requests],
    ]),
  };
}

/** @returns {Table} */
export function bursts(results) {
  const cells = ({ requests, refused, served, callers }) => [`${requests} (${refused})`, `${served} of ${callers}`];
  return {
    id: 'expired',
    title: 'An expired token and 100 callers: token requests (refused ones), callers served',
    head: ['', '1 tab', 'served', '5 tabs', 'served', 'tabs share the session', 'renewed by a timer before'],
    rows: rowsWith(results, 'expired').map(({ expired: { oneTab, fiveTabs, isShared }, ...row }) => [
      ...[named(row), ...cells(oneTab), ...cells(fiveTabs), isShared ? 'yes' : 'no', fiveTabs.byTimers],
    ]),
  };
}

/** @returns {Table} */
export function urls({ pairs = {} }) {
  const raw = pairs['raw WebCrypto']?.median;
  return {
    id: 'pairs',
    title: 'PKCE pairs, one after the other',
    head: ['', 'microseconds each', 'a second', 'of raw WebCrypto'],
    rows: Object.entries(pairs).map(([name, each]) => [
      ...[name, withSpread(each, 2), Math.round(1e6 / each.median), `x ${(raw / each.median).toFixed(2)}`],
    ]),
  };
}

/** All tables that a run has figures for. @returns {Table[]} */
export const tables = (results) =>
  [weights, paths, redirects, callbacks, warmCalls, bursts, urls]
    .map((part) => part(results))
    .filter(({ rows }) => rows.length > 0);

/** @param {import('./lines.mjs').Line[]} lines @returns {Table} */
export const promised = (lines) => ({
  id: 'lines',
  title: 'What is promised',
  head: ['line', 'limit', 'measured', 'holds'],
  rows: lines.map(({ line, limit, isLeast, measured, holds }) => [
    ...[line, `${isLeast ? 'at least' : 'at most'} ${limit}`, measured ?? 'not measured', holds ? 'yes' : 'NO'],
  ]),
});
