// The page of the documentation, and the block of the README.
import { promised, tables } from './figures.mjs';

const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
const markdownTable = ({ head, rows }) => [line(head), line(head.map(() => '---')), ...rows.map(line), ''];

/** @param {object} results with their lines */
export function page({ lines, failures, environment, runs, ...results }) {
  const { date, cpu, node, chromium } = environment;
  return [
    '# Proofkey beside its peers',
    '',
    'Written by `npm run bench -- --write`, all of it in one run. `npm run bench` measures it again on your machine; only rows of one run can be',
    'compared. [How it is measured](../../tests/bench/README.md), and [each library as it is used](../../tests/bench/adapters).',
    '',
    `${date}, ${cpu}, Chromium ${chromium} without a window, Node.js ${node}. ${runs} runs of the rows that are compared, fewer of the others, in turns.`,
    '',
    '![Bytes and times of Proofkey and its peers](benchmarks.svg)',
    '',
    '## What is promised',
    '',
    'The command fails if one of these does not hold. KB are 1000 bytes.',
    '',
    ...markdownTable(promised(lines)),
    ...tables(results).flatMap((table) => [`## ${table.title}`, '', ...notes[table.id], '', ...markdownTable(table)]),
    '## What to know before quoting a figure',
    '',
    ...caveats,
    '',
    ...failed(failures),
  ].join('\n');
}

const notes = {
  sizes: [
    'The library alone, with what an app needs of it and no more, minified by esbuild. *Lazy* is what is behind an `import()`, or a file of its own,',
    'and was loaded by a first login, callback included. *All files of the page* has the few hundred bytes of the app in it. Each file is compressed',
    'by itself: gzip -9, brotli -11.',
  ],
  requests: [
    'As the server saw them, with answers that take 100 ms: *sequential* is the longest chain of requests that waited for one another. A library that',
    'asks for no keys has no signature checked.',
  ],
  redirect: [
    'Nothing is cached and the app signs in at once. *plain*: as fast as the machine is. *cpu4*: the processor four times slower. *tcp*: 100 ms round',
    'trip, 10 Mbit/s, and every new connection pays its handshakes. Medians, with the quartiles in parentheses.',
  ],
  callback: [
    'The same sign-in, back from the server; scripts are in the browser’s cache. *tcp* finds the connections of the redirect still open, since this user',
    'signs in at once. *tcpcold* does not: idle connections are gone, as they are after a person has typed a password.',
  ],
  warm: [
    '`await` of the call that an app makes before each request, in batches; the quickest take less than the tick of a clock.',
  ],
  expired: [
    'Refresh tokens rotate, and the server ends a session whose refresh token comes twice. In the five tabs the session is in `localStorage` where the',
    'library can keep it there.',
  ],
  pairs: [
    'The core that makes pairs is [the package’s core with one function more](../../tests/bench/core), which calls what a sign-in calls. A URL of',
    '`authorizationUrl` has a pair in it, and `state`, `nonce`, the transaction and the URL itself.',
  ],
};

const caveats = [
  '- The server answers from the same machine; it and the app’s host speak HTTP/2, as hosted providers do. Where a server speaks HTTP/1.1 alone, the',
  '  keys that a library asks for beside the tokens cost it a connection of their own: `npm run bench -- --http1 --only cold` shows how much.',
  '- Chromium alone. No service worker, no DPoP, no silent sign-in.',
  '- A callback can be quicker than *hand-written*: where the page has asked the server for its metadata before the user left, Chromium opens that',
  '  connection by itself when they come back. The rows with endpoints configured have asked for nothing, and show a callback without that help.',
  '- Differences of less than a third in *plain* and *cpu4* mean nothing on a machine that does other things; *tcp* and *tcpcold* hardly move.',
  '- *hand-written* knows the endpoints, checks `state` and `nonce`, and no signature. Its second row has the `preconnect` that some rows of Proofkey have.',
  '- oidc-client-ts: `automaticSilentRenew` is off, since its timer would renew before the callers ask.',
  '- keycloak-js: `checkLoginIframe` is off, its quickest setting. The server wraps its opaque tokens as JWTs, which that library decodes.',
  '- msal-browser: `redirectStartPage` is set; without it there is one more page load.',
  '- @axa-fr/oidc-client, without its service worker, renews by a timer before a token expires; so its row shows no renewal on demand.',
  '- @reachfive/identity-core has no redirect to a login page for a public client: `loginWithSocialProvider` is the nearest. It leaves tokens, `state` and',
  '  `nonce` to the app, and its settings document is the least that it accepts.',
  '- oauth4webapi is a toolkit: storage, expiry and the rest of its row is code of the app.',
  '- react-oauth2-code-pkce needs React, which its pages load and its weight leaves out. Its token is a value of a context, so there is nothing to call.',
  '- In memory, each of five tabs has a session of its own: one renewal for each is the best that such a library can do.',
];

const failed = (failures) => {
  const all = Object.entries(failures).flatMap(([name, texts]) =>
    texts.map((text) => `- ${name}: ${text.split('\n')[0]}`),
  );
  return all.length > 0 ? ['## What failed in this run', '', ...all, ''] : [];
};

/** A few columns of the rows that are compared. @param {object} results */
export function block(results) {
  const over = (row, mode, what) => {
    const [figure, floor] = [row, results.rows.floor].map(({ cold }) => cold?.[mode]?.[what].median);
    return Number.isFinite(figure - floor) ? `${figure < floor ? '' : '+'}${Math.round(figure - floor)} ms` : '-';
  };
  const rows = Object.values(results.rows).filter(({ version, isCompared }) => version && isCompared);
  const head = ['', 'first login, gzip / brotli', 'redirect', 'callback', 'fresh token', 'token requests, 5 tabs'];
  return [
    '![Bytes and times of Proofkey and its peers](www-demo/docs/benchmarks.svg)',
    '',
    ...markdownTable({
      head,
      rows: rows.map((row) => [
        `${row.title} ${row.version}`,
        `${row.sizes?.firstLogin.gzip ?? '-'} / ${row.sizes?.firstLogin.brotli ?? '-'}`,
        over(row, 'tcp', 'redirect'),
        over(row, 'tcpcold', 'callback'),
        row.warm ? `${row.warm.token.median.toFixed(1)} µs` : '-',
        row.expired ? `${row.expired.fiveTabs.requests}, ${row.expired.fiveTabs.served} of 100 served` : '-',
      ]),
    }),
    'Times are over those of hand-written code that checks no signature, at 100 ms round trip and 10 Mbit/s with handshakes counted.',
    '[All figures, all peers, and what to know before quoting one](www-demo/docs/benchmarks.md).',
  ].join('\n');
}
