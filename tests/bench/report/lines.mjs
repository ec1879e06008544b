// What Proofkey promises of itself, held against what was measured. The limits are in limits.json.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { here, IN_CORE } from '../rows.mjs';

const limits = JSON.parse(readFileSync(join(here, 'limits.json'), 'utf8'));

/** The rows that the documentation recommends for an app that signs in at once. */
export const atOnce = { endpoints: 'proofkey-eager-endpoints', discovery: 'proofkey-eager' };

/**
 * @typedef {object} Line
 * @property {string} line
 * @property {number} limit
 * @property {boolean} [isLeast] whether the figure may not be less, instead of not more
 * @property {number} [measured] nothing: the row was not measured, or failed
 * @property {boolean} holds
 */

/** What each measure is held to: the line, its limit, the figure. `over` is what a row takes more than the hand-written one. */
const promises = {
  sizes: ({ row }) => [
    ['first login, default entry: bytes of gzip', limits.firstLoginGzip, row('proofkey')?.sizes?.firstLogin.gzip],
    ['first login, slim: bytes of brotli', limits.slimFirstLoginBrotli, row('proofkey-slim')?.sizes?.firstLogin.brotli],
    ['eager JavaScript, lazy core: bytes of gzip', limits.eagerGzip, row('proofkey')?.sizes?.eager.gzip],
  ],
  requests: ({ row }) => [
    ['callback: requests one after the other', limits.callbackDepth, row('proofkey')?.requests?.callback.depth],
    ['callback: preflights', 0, row('proofkey')?.requests?.callback.preflights],
  ],
  cold: ({ over }) => [
    [
      'first visit to redirect, endpoints configured, tcp: ms over hand-written',
      limits.redirectOverFloorMs,
      over(atOnce.endpoints, 'tcp', 'redirect'),
    ],
    [
      'first visit to redirect, with discovery, tcp: ms over hand-written',
      limits.redirectWithDiscoveryOverFloorMs,
      over(atOnce.discovery, 'tcp', 'redirect'),
    ],
    [
      'callback to user known, tcpcold: ms over hand-written',
      limits.callbackOverFloorMs,
      over(atOnce.discovery, 'tcpcold', 'callback'),
    ],
  ],
  warm: ({ row }) => [
    ['getAccessToken, fresh: microseconds', limits.accessTokenMicroseconds, row('proofkey')?.warm?.token?.median],
    [
      'snapshot, read without a promise: microseconds',
      limits.snapshotMicroseconds,
      row('proofkey')?.warm?.read?.median,
    ],
  ],
  pairs: ({ pairs }) => [
    ['authorizationUrl: microseconds', limits.authorizationUrlMicroseconds, pairs.authorizationUrl?.median],
    [
      'PKCE pairs inside the core, for one of a raw WebCrypto loop',
      limits.pairsOverWebCrypto,
      pairs['raw WebCrypto']?.median / pairs[IN_CORE]?.median,
      true,
    ],
  ],
  expired: ({ row }) =>
    ['oneTab', 'fiveTabs'].flatMap((tabs) => {
      const where = tabs === 'oneTab' ? 'in one tab' : 'in five tabs';
      const burst = row('proofkey')?.expired?.[tabs];
      return [
        [`100 callers ${where}, token expired: token requests`, limits.tokenRequests, burst?.requests],
        [`100 callers ${where}, token expired: served`, limits.callersServed, burst?.served, true],
      ];
    }),
};

/** @param {object} results @param {string[]} names of the measures that were made @returns {Line[]} */
export function linesOf(results, names) {
  const row = (name) => results.rows[name];
  const median = (name, mode, what) => row(name)?.cold?.[mode]?.[what]?.median;
  const over = (name, mode, what) => median(name, mode, what) - median('floor', mode, what);
  const found = { row, over, pairs: results.pairs ?? {} };
  return names.flatMap((name) =>
    promises[name](found).map(([line, limit, figure, isLeast = false]) => {
      const measured = Number.isFinite(figure) ? Number(figure.toFixed(3)) : undefined;
      const holds = measured !== undefined && (isLeast ? measured >= limit : measured <= limit);
      return { line, limit, isLeast, measured, holds };
    }),
  );
}
