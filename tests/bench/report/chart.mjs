// The chart of the README: three small panels beside one another, in the colours of the reader's page.

const WIDTH = 880;
const NAMES = 275;
const LINE = 19;
const TOP = 44;

const panels = [
  {
    title: ['First login loads', 'KB of gzip'],
    of: ({ sizes }) => sizes?.firstLogin && sizes.firstLogin.gzip / 1000,
    digits: 1,
  },
  {
    title: ['First visit to redirect', 'ms over hand-written code'],
    of: ({ cold }, floor) => cold?.tcp && cold.tcp.redirect.median - floor.cold.tcp.redirect.median,
    digits: 0,
  },
  {
    title: ['Callback to user known', 'ms over hand-written code'],
    of: ({ cold }, floor) => cold?.tcpcold && cold.tcpcold.callback.median - floor.cold.tcpcold.callback.median,
    digits: 0,
  },
];

/** @param {{ rows: Record<string, object> }} results */
export function chart(results) {
  const rows = Object.values(results.rows).filter(({ version }) => version);
  const height = TOP + rows.length * LINE + 26;
  const wide = (WIDTH - NAMES) / panels.length;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title">`,
    '<title id="title">What Proofkey and its peers load, and how long a sign-in takes with each</title>',
    `<style>${style}</style>`,
    ...rows.map((row, at) => text({ x: NAMES - 8, y: TOP + at * LINE + 13, end: true, is: kind(row) }, nameOf(row))),
    ...panels.flatMap((panel, at) => drawn(panel, { rows, floor: results.rows.floor, left: NAMES + at * wide, wide })),
    text(
      { x: 8, y: height - 8, is: 'note' },
      '100 ms round trip, 10 Mbit/s, connections counted. * asks for the server’s keys, with which it checks the ID Token’s signature.',
    ),
    '</svg>',
    '',
  ].join('\n');
}

function drawn({ title, of, digits }, { rows, floor, left, wide }) {
  const figures = rows.map((row) => of(row, floor));
  // The longest bar leaves room for its figure.
  const scale = (wide - 56) / Math.max(1, ...figures.filter(Number.isFinite));
  return [
    ...title.map((line, at) => text({ x: left, y: 15 + at * 16, is: at === 0 ? 'head' : 'note' }, line)),
    ...rows.flatMap((row, at) => {
      const y = TOP + at * LINE;
      if (!Number.isFinite(figures[at])) return [text({ x: left, y: y + 13, is: 'note' }, 'not measured')];
      const length = Math.max(1, figures[at] * scale);
      return [
        `<rect x="${left}" y="${y + 3}" width="${length.toFixed(1)}" height="${LINE - 6}" rx="2" class="${kind(row)}"/>`,
        text({ x: left + length + 5, y: y + 13, is: kind(row) }, figures[at].toFixed(digits)),
      ];
    }),
  ];
}

const kind = ({ title }) => (title.startsWith('proofkey') ? 'ours' : 'other');
/** Short: the variants of one library differ in what stands behind its name. */
const nameOf = ({ title, requests }) => {
  const short = title.replace('endpoints configured', 'endpoints');
  return requests?.callback.requests.includes('keys') ? `${short} *` : short;
};

const text = ({ x, y, end = false, is }, content) =>
  `<text x="${x.toFixed(1)}" y="${y}"${end ? ' text-anchor="end"' : ''} class="${is}">${content}</text>`;

const style = `
text { font: 12px system-ui, sans-serif; fill: #57606a }
text.ours, text.head { fill: #1f2328; font-weight: 600 }
text.note { font-size: 11px }
rect.ours { fill: #0969da }
rect.other { fill: #afb8c1 }
@media (prefers-color-scheme: dark) {
  text { fill: #9198a1 }
  text.ours, text.head { fill: #f0f6fc }
  rect.ours { fill: #4493f8 }
  rect.other { fill: #59636e }
}
`;
