// Fuzzing: every target of tests/fuzz for a while, from its seeds and from what earlier runs found.
// `-- --seconds 60`, `-- --only json`.
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { isMain, logs, root, target } from './lib/paths.mjs';
import { capture, main, run, StepError } from './lib/run.mjs';
import { setUp } from './setup.mjs';

const home = 'tests/fuzz';
const out = join(target, 'fuzz');
/** Seconds that one input may take: the core's readers are bounded, so more is a finding. */
const slow = 5;

/**
 * Fuzzes all targets, or one; as many at a time as there are cores. Rejects if anything was found.
 * @param {{ seconds?: number, only?: string }} [options]
 */
export async function fuzz({ seconds = 60, only } = {}) {
  const names = readdirSync(join(root, home, 'seeds')).sort();
  if (only && !names.includes(only)) {
    throw new StepError(`There is no fuzz target ${only}`, { fix: `choose among ${names.join(' ')}` });
  }
  if (!(seconds > 0))
    throw new StepError('--seconds must be a number above 0', { fix: 'npm run test:fuzz -- --seconds 60' });
  const programs = await build();
  const waiting = only ? [only] : [...names];
  const results = [];
  const worker = async () => {
    for (let name = waiting.shift(); name; name = waiting.shift()) results.push(await one(name, programs, seconds));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  results.sort((one, other) => names.indexOf(one.name) - names.indexOf(other.name));
  console.log(table(results));
  const found = results.filter(({ finding }) => finding);
  if (found.length > 0) {
    throw new StepError(found.map(describe).join('\n'), {
      fix: `repair src/, or the target if it claims too much; then keep the input, cut down by hand, in ${home}/seeds`,
    });
  }
}

/** Compiles the targets; gives the folder of the programs. */
async function build() {
  const { env } = await setUp(['fuzz']);
  // No sanitizer: the core has no unsafe code, and without one the stable toolchain will do.
  const options = ['--fuzz-dir', home, '--target-dir', join(out, 'build'), '--sanitizer', 'none'];
  await run('cargo', ['fuzz', 'build', ...options], {
    cwd: root,
    env: { ...env, RUSTFLAGS: undefined },
    label: 'Compiling the fuzz targets',
    fix: `mend ${home}; libFuzzer itself needs a C++ compiler`,
  });
  const { stdout } = await capture('rustc', ['-vV'], { cwd: root });
  return join(out, 'build', /^host: (.+)$/m.exec(stdout)?.[1] ?? '', 'release');
}

/** Runs one target for that time, or until it finds something. */
async function one(name, programs, seconds) {
  const [corpus, findings] = ['corpus', 'findings'].map((kind) => join(out, kind, name));
  rmSync(findings, { recursive: true, force: true });
  for (const folder of [corpus, findings]) mkdirSync(folder, { recursive: true });
  const program = join(programs, name);
  const limits = [`-max_total_time=${seconds}`, `-timeout=${slow}`, '-max_len=8192', '-print_final_stats=1'];
  // New inputs go to the first folder; the seeds are only read.
  const args = [corpus, join(root, home, 'seeds', name), ...limits, `-artifact_prefix=${findings}/`];
  const log = `fuzz-${name.replaceAll('_', '-')}`;
  const began = Date.now();
  let failure;
  try {
    await run(program, args, { label: `Fuzzing ${name} for ${seconds} s`, log, optional: true, limit: seconds + 120 });
  } catch (error) {
    failure = error;
  }
  const text = readFileSync(join(logs, `${log}.log`), 'utf8');
  const [file] = readdirSync(findings);
  // What ended the program without an input to show for it is no finding.
  if (failure && !file) throw failure;
  const finding = file && {
    reason: reason(text),
    path: relative(root, join(findings, file)),
    program: relative(root, program),
  };
  return { name, seconds: Math.round((Date.now() - began) / 1000), ...figures(text), finding };
}

/** libFuzzer's own last words. */
function figures(text) {
  const stat = (name) => Number(new RegExp(`^stat::${name}: +(\\d+)`, 'm').exec(text)?.[1] ?? 0);
  const [, coverage, inputs] = [...text.matchAll(/ cov: (\d+) .*?corp: (\d+)\//g)].at(-1) ?? [];
  // The last line of the progress counts the corpus as it is in memory: seeds included, what others cover left out.
  return { executions: stat('number_of_executed_units'), rate: stat('average_exec_per_sec'), coverage, inputs };
}

/** The assertion that failed, or libFuzzer's summary of a hang or of memory that ran out. */
function reason(text) {
  const panic = /panicked at (.+?):\n([\s\S]*?)\n(?:note:|stack backtrace|==\d+==)/.exec(text);
  return panic ? `${panic[2].slice(0, 500)} (${panic[1]})` : (/SUMMARY: .*/.exec(text)?.[0] ?? 'see the log');
}

const describe = ({ name, finding: { reason, path, program } }) =>
  `${name}: ${reason}\n  input: ${path}\n  again: ${program} ${path}`;

function table(results) {
  const count = (number) => Number(number ?? 0).toLocaleString('en');
  const rows = results.map(({ name, seconds, executions, rate, coverage, inputs, finding }) =>
    [name, seconds, executions, rate, coverage, inputs]
      .map((cell) => (cell === name ? name : count(cell)))
      .concat(finding ? '1' : '0'),
  );
  const head = ['target', 'seconds', 'executions', 'exec/s', 'coverage', 'corpus', 'findings'];
  const width = head.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column].length)));
  const line = (row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(width[0]) : cell.padStart(width[column]))).join('  ');
  return [head, ...rows].map(line).join('\n');
}

if (isMain(import.meta.url)) {
  const { values } = parseArgs({ options: { seconds: { type: 'string' }, only: { type: 'string' } } });
  await main(() =>
    fuzz({ only: values.only, seconds: values.seconds === undefined ? undefined : Number(values.seconds) }),
  );
}
