// The tables as text for a terminal.

/** @param {import('./figures.mjs').Table[]} tables */
export const printed = (tables) =>
  tables.map(({ title, head, rows }) => `${title}\n${aligned([head, ...rows])}`).join('\n\n');

function aligned(rows) {
  const texts = rows.map((row) => row.map(String));
  const widths = texts[0].map((_, at) => Math.max(...texts.map((row) => row[at].length)));
  return texts
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
