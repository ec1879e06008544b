// Shows that the simulation finds bugs: each is put into a copy of the source, and must be found within 10,000 steps.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, target } from '../../js/scripts/lib/paths.mjs';
import { capture, run, StepError } from '../../js/scripts/lib/run.mjs';

const copy = join(target, 'broken-simulation');
const MOST_STEPS = 10_000;

/**
 * @typedef {object} Bug
 * @property {string} name @property {string} file
 * @property {[string, string][]} changes a text that stands there once, and what is put in its place
 * @property {RegExp} finding what the simulation says of it
 */

/** @type {Bug[]} */
const bugs = [
  {
    name: 'the store is not read again under the lock',
    file: 'src/flow/access_token.rs',
    changes: [
      ['if session != self.session && self.is_fresh(&session, context) {', 'if false && session == self.session {'],
      ['                self.session = session;\n', ''],
    ],
    finding: /is sent again, though its answer came/,
  },
  {
    name: 'the lock is held while the outcome is told',
    file: 'src/flow/access_token.rs',
    changes: [
      ['if self.locked && !matches!(outcome, Ok(Step::Perform(_))) {', 'if self.locked && self.outcome.is_some() {'],
    ],
    finding: /tells its outcome before it gives the lock back/,
  },
  {
    name: 'the session is cleared when the network fails',
    file: 'src/flow/access_token.rs',
    changes: [
      [
        'match TokenResponse::from_response(&*context.http()?) {',
        'match context.http().map_err(Into::into).and_then(|answer| TokenResponse::from_response(&answer)) {',
      ],
      [
        '                Err(failure) => return Err(failure),\n',
        '                Err(failure) => self.end(failure)?,\n',
      ],
    ],
    finding: /removes a session that nobody has refused/,
  },
  {
    name: 'a refresh is saved whatever the store holds by then',
    file: 'src/flow/access_token.rs',
    changes: [
      [
        '        if self.adopts {\n            self.stage = Stage::Saving;',
        '        {\n            self.stage = Stage::Saving;',
      ],
    ],
    finding: /brings back a session that was ended|overwrites .*, which it has not looked at/,
  },
  {
    name: 'a refreshed ID Token is not compared with the one before',
    file: 'src/flow/access_token.rs',
    changes: [['Ok(None) => self.check(context).map(|()| None),', 'Ok(None) => Ok(None),']],
    finding: /believes at-forged|takes .* for /,
  },
  {
    name: 'a code verifier outlives its sign-in',
    file: 'src/flow/callback.rs',
    changes: [
      [
        'Effect::TakeTransaction(self.callback.state().into())',
        'Effect::TakeTransaction(if self.url.contains("error=") { "other".into() } else { self.callback.state().into() })',
      ],
    ],
    finding: /leaves its code verifier behind/,
  },
];

/** What the test target is made of. */
const needed = ['src', 'Cargo.toml', 'Cargo.lock', 'README.md', 'tests/simulation', 'tests/flow', 'tests/protocol'];

/** Puts each bug into a copy and plays it; prints the table, and throws if one was not found in time. */
export async function showBroken() {
  const rows = [];
  for (const bug of bugs) rows.push(await showOne(bug));
  console.log(rows.map(({ line }) => line).join('\n'));
  const missed = rows.filter(({ isFound }) => !isFound);
  if (missed.length > 0) {
    throw new StepError(`${missed.length} of ${rows.length} bugs were not found within ${MOST_STEPS} steps`, {
      fix: 'the invariants in tests/simulation must say more, or its worlds must meet more',
    });
  }
}

/** @param {Bug} bug */
async function showOne({ name, file, changes, finding }) {
  mkdirSync(copy, { recursive: true });
  for (const path of needed) {
    rmSync(join(copy, path), { recursive: true, force: true });
    cpSync(join(root, path), join(copy, path), { recursive: true });
  }
  let text = readFileSync(join(copy, file), 'utf8');
  for (const [before, after] of changes) {
    if (text.split(before).length !== 2) {
      throw new StepError(`${file} does not hold this once: ${before}`, {
        fix: 'tests/simulation/broken.mjs names it',
      });
    }
    text = text.replace(before, () => after);
  }
  writeFileSync(join(copy, file), text);
  const test = ['test', '--quiet', '--test', 'simulation'];
  await run('cargo', [...test, '--no-run'], { cwd: copy, label: `Compiling: ${name}`, log: 'broken-simulation' });
  const only = ['--', '--exact', 'keeps_every_invariant_whatever_happens'];
  const env = { SIMULATION_STEPS: String(MOST_STEPS), RUST_BACKTRACE: '0' };
  const { stdout, code } = await capture('cargo', [...test, ...only], { cwd: copy, env });
  const [, violation, step] = /panicked at .*:\n(.+)\nin step (\d+),/.exec(stdout) ?? [];
  const isFound = code !== 0 && finding.test(violation ?? '') && Number(step) <= MOST_STEPS;
  const outcome = violation ? `step ${step}: ${violation}` : 'nothing was found';
  return { isFound, line: `${isFound ? 'found ' : 'MISSED'}  ${name.padEnd(58)}  ${outcome}` };
}
