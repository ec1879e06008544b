// What `npm run bench` makes of its figures: the measuring itself is the command's.
import { expect, test } from '@playwright/test';
import { pathsOf } from '../bench/harness/requests.mjs';
import { spread } from '../bench/harness/statistics.mjs';
import { atOnce, linesOf } from '../bench/report/lines.mjs';

const app = 'https://app.example';
const request = (kind, began, ended, more = {}) => ({ kind, method: 'GET', origin: app, began, ended, ...more });
const redirect = request('authorize', 300, 310, { origin: undefined });

test('a request that waited for another one makes the chain longer, one beside it does not', () => {
  const discovery = request('discovery', 0, 100);
  const preflight = request('token', 400, 500, { method: 'OPTIONS' });
  const token = request('token', 505, 605, { method: 'POST' });
  const keys = request('keys', 402, 502);
  const { login, callback } = pathsOf([discovery, redirect, preflight, keys, token]);
  expect(login).toEqual({ requests: ['discovery'], depth: 1, preflights: 0 });
  expect(callback).toEqual({ requests: ['preflight (token)', 'keys', 'token'], depth: 2, preflights: 1 });
  expect(pathsOf([redirect, token, { ...keys, began: 506 }]).callback.depth).toBe(1);
});

test('pages that the browser asks for are no requests of scripts', () => {
  const page = request('other', 320, 330, { origin: undefined });
  expect(pathsOf([redirect, page]).callback.requests).toEqual([]);
});

test('the median of an even number of runs lies in the middle, and quartiles in proportion', () => {
  expect(spread([40, 10, 30, 20])).toEqual({ runs: 4, median: 25, p25: 17.5, p75: 32.5 });
  expect(spread([])).toBeUndefined();
});

const visit = (redirect, callback) => ({
  tcp: { redirect: { median: redirect }, callback: { median: 0 } },
  tcpcold: { redirect: { median: 0 }, callback: { median: callback } },
});
const cold = (rows) => linesOf({ rows: Object.fromEntries(rows.map(([name, cold]) => [name, { cold }])) }, ['cold']);

test('a promise about time holds up to its limit over the hand-written page, and not beyond', () => {
  const held = cold([
    ['floor', visit(500, 700)],
    [atOnce.discovery, visit(830, 730)],
    [atOnce.endpoints, visit(560, 730)],
  ]);
  expect(held.map(({ measured, holds }) => [measured, holds])).toEqual([
    [60, true],
    [330, true],
    [30, true],
  ]);
  const broken = cold([
    ['floor', visit(500, 700)],
    [atOnce.discovery, visit(830.1, 730.1)],
    [atOnce.endpoints, visit(560.1, 730)],
  ]);
  expect(broken.map(({ holds }) => holds)).toEqual([false, false, false]);
});

test('a promise about what was not measured does not hold', () => {
  for (const { measured, holds } of cold([[atOnce.discovery, visit(500, 700)]]))
    expect([measured, holds]).toEqual([undefined, false]);
  expect(linesOf({ rows: {} }, ['pairs', 'sizes']).filter(({ holds }) => holds)).toEqual([]);
});

test('of what a promise wants at least, less does not hold', () => {
  const burst = (requests, served) => ({
    proofkey: { expired: { oneTab: { requests, served }, fiveTabs: { requests, served } } },
  });
  const holds = (rows) => linesOf({ rows }, ['expired']).map(({ holds }) => holds);
  expect(holds(burst(1, 100))).toEqual([true, true, true, true]);
  expect(holds(burst(2, 99))).toEqual([false, false, false, false]);
});
