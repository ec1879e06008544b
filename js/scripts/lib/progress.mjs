// What the reader sees of long steps. On a terminal one live line names the steps under way with their seconds;
// elsewhere (CI) each step has one line when it starts and one when it ends.

/** @type {Map<string, number>} label -> start in milliseconds */
const running = new Map();
/** @type {NodeJS.Timeout | undefined} */
let ticking;

/**
 * Announces a step.
 * @param {string} label
 * @returns {(outcome?: string) => void} call it at the end
 */
export function step(label) {
  running.set(label, Date.now());
  if (live()) {
    draw();
    ticking ??= setInterval(draw, 1000).unref();
  } else {
    process.stderr.write(`> ${label}\n`);
  }
  return (outcome = 'done') => {
    const took = `${((Date.now() - running.get(label)) / 1000).toFixed(1)} s`;
    running.delete(label);
    say(`  ${label}: ${outcome}, ${took}`);
    if (running.size === 0) {
      clearInterval(ticking);
      ticking = undefined;
    }
  };
}

/** Prints a line without tearing the live one. @param {string} line */
export function say(line) {
  process.stderr.write(`${live() ? '\r\x1b[K' : ''}${line}\n`);
  draw();
}

// All progress goes to stderr: the stdout of a command is its result (`npm run size -- --json`).
function live() {
  return Boolean(process.stderr.isTTY) && process.env.TERM !== 'dumb';
}

function draw() {
  if (!live() || running.size === 0) return;
  const parts = [...running].map(([label, began]) => `${label} ${Math.round((Date.now() - began) / 1000)} s`);
  // A line longer than the terminal would wrap, and \r would no longer find its beginning.
  const line = `  ${parts.join(', ')}`.slice(0, (process.stderr.columns ?? 80) - 1);
  process.stderr.write(`\r\x1b[K${line}`);
}
