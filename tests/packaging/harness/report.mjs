// The table: for the terminal, and as a page of the documentation.
const head = ['tool', 'version', 'mode', 'result', 'seconds', 'eager bytes', 'lazy bytes'];

/** @param {import('./rows.mjs').Row[]} rows */
export function table(rows) {
  const cells = [
    head,
    ...rows.map(({ title, version, mode, failure, seconds, bytes }) => [
      ...[title, version, mode, failure ? 'FAILED' : 'passed', seconds.toFixed(1)],
      ...bytesOf(bytes),
    ]),
  ];
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const lines = cells.map((row) => row.map((cell, column) => cell.padEnd(widths[column])).join('  '));
  const failures = rows
    .filter(({ failure }) => failure)
    .map(({ title, mode, failure }) => `${title}, ${mode}: ${failure}`);
  return [
    ...lines.map((line) => line.trimEnd()),
    '',
    ...failures,
    `${rows.length - failures.length} of ${rows.length} passed`,
  ].join('\n');
}

const bytesOf = ({ eager = '', lazy = '' } = {}) => [String(eager), String(lazy)];

/** Without the seconds, which are of a machine. @param {import('./rows.mjs').Row[]} rows */
export function page(rows) {
  const line = (...cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  const notes = [...new Set(rows.filter(({ note }) => note).map(({ title, note }) => `- ${title}: ${note}`))];
  return [
    '# In which tools Proofkey works as it is',
    '',
    'Each row is an app as the starter of its tool leaves it, with the packed package in it and **no configuration because of it**. It is',
    'built and served by the tool; a real Chromium signs in to it at a real authorization server, and calls the UserInfo endpoint with the',
    'access token: once with WebAssembly and once without. The console stays empty, and the tool prints no warning. Neither form of the',
    'core is in the files that the app starts with, unless the tool makes one file of everything, and never are both loaded. Node.js,',
    'Vitest and Jest have no browser: every module is imported, components are rendered, an app is tested. This page is written by',
    '`npm run test:packaging -- --write`; the same command without `--write` prints the table.',
    '',
    '*Eager bytes*: what the app loads at its start because of the package, as the tool minifies it, gzipped, less what an app loads that',
    'imports something else as late. *Lazy bytes*: what is loaded once there is a client, while the user looks at the page.',
    '',
    line('tool', 'version', 'mode', 'result', 'eager bytes', 'lazy bytes'),
    line('---', '---', '---', '---', '---:', '---:'),
    ...rows.map(({ title, version, mode, failure, bytes }) =>
      line(title, version, mode, failure ? 'FAILED' : 'passed', ...bytesOf(bytes)),
    ),
    ...(notes.length > 0 ? ['', '## Not the newest release', '', ...notes] : []),
    '',
  ].join('\n');
}
