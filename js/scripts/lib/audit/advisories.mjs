// Known vulnerabilities of crates and npm packages. Both lists are on the network: where one cannot be had, that is said, and
// nothing is claimed.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cache, root } from '../paths.mjs';
import { capture, StepError } from '../run.mjs';

const database = 'https://github.com/RustSec/advisory-db.git';

/** What the crates are locked by: the core with its tests, and the fuzz targets. */
const lockFiles = ['Cargo.lock', 'tests/fuzz/Cargo.lock'];

/** @typedef {{ found?: string[], missing?: string }} Audit what applies to us, or why nobody knows */

/**
 * Fails if an advisory applies; if one of the lists cannot be had, only where an answer is `required`: a machine without a network
 * may still work.
 *
 * @param {{ required?: boolean, env?: NodeJS.ProcessEnv }} [options] `env` may name a copy of RustSec's database in
 * PROOFKEY_ADVISORY_DB
 */
export async function checkAdvisories({ required = false, env = process.env } = {}) {
  const audits = { 'npm packages': await npmAdvisories(env), crates: await crateAdvisories(env) };
  const found = Object.values(audits).flatMap((audit) => audit.found ?? []);
  if (found.length > 0) {
    const fix = 'npm update NAME or cargo update NAME, or do without it';
    throw new StepError(`Advisories apply:\n${found.join('\n')}`, { fix });
  }
  for (const [what, { missing }] of Object.entries(audits)) {
    console.error(missing ? `!!! advisories: NOT CHECKED for ${what}: ${missing}` : `advisories: none for ${what}`);
  }
  if (required && Object.values(audits).some(({ missing }) => missing)) {
    throw new StepError('Not all advisories could be had', { fix: 'see above; npm run check without --only goes on' });
  }
}

/** @returns {Promise<Audit>} */
async function npmAdvisories(env) {
  const { stdout } = await capture('npm', ['audit', '--json', '--package-lock-only'], { cwd: root, env });
  const answer = parsed(stdout);
  if (!answer?.vulnerabilities) {
    const reason = answer?.message ?? 'npm audit gave no answer';
    return { missing: `${reason}. Try again where the registry answers \`npm audit\`` };
  }
  // A package is vulnerable by itself, or by one that it needs: the former have the advisory.
  const advisories = Object.values(answer.vulnerabilities).flatMap(({ via }) => via.filter((one) => one.title));
  return { found: advisories.map(({ name, severity, title, url }) => `npm ${name}: ${title} (${severity}, ${url})`) };
}

/** @returns {Promise<Audit>} */
async function crateAdvisories(env) {
  const copy = env.PROOFKEY_ADVISORY_DB;
  if (!copy && !(await isReachable(database, env))) {
    return {
      missing: `${database} cannot be reached. With a copy of it: PROOFKEY_ADVISORY_DB=FOLDER npm run check`,
    };
  }
  // Compiled only where it has something to read: that takes minutes.
  const { setUp } = await import('../../setup.mjs');
  const tools = (await setUp(['advisories'])).env;
  mkdirSync(cache, { recursive: true });
  const source = copy ? ['--no-fetch', '--db', copy] : ['--db', join(cache, 'advisory-db')];
  const found = [];
  for (const lockFile of lockFiles) {
    const args = ['audit', ...source, '--json', '--file', join(root, lockFile)];
    const { stdout, stderr } = await capture('cargo-audit', args, { cwd: root, env: { ...env, ...tools } });
    const answer = parsed(stdout);
    if (!answer?.vulnerabilities) {
      throw new StepError('cargo-audit could not read the advisories', {
        tail: stderr,
        fix: `is ${copy ?? database} whole?`,
      });
    }
    const warnings = Object.values(answer.warnings).flat();
    for (const { kind, advisory, package: crate } of [...answer.vulnerabilities.list, ...warnings]) {
      found.push(
        `crate ${crate.name} ${crate.version}: ${advisory ? `${advisory.id} ${advisory.title}` : kind} (${lockFile})`,
      );
    }
  }
  return { found };
}

/** Without waiting for long, and without a question for a password. */
async function isReachable(url, env) {
  const limits = ['-c', 'http.lowSpeedLimit=1', '-c', 'http.lowSpeedTime=10'];
  const quiet = { ...env, GIT_TERMINAL_PROMPT: '0' };
  return (await capture('git', [...limits, 'ls-remote', '--exit-code', url, 'HEAD'], { env: quiet })).code === 0;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
