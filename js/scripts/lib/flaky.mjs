// Tests that fail and pass when they are tried again. They end no run that tries again, and are named where nobody can miss them: at
// its very end.
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { target } from './paths.mjs';

const file = join(target, 'flaky.txt');

/** A reporter of Playwright that notes them, beside the one that prints. */
export default class Flaky {
  onBegin(_config, suite) {
    this.suite = suite;
  }

  onEnd() {
    const flaky = this.suite.allTests().filter((test) => test.outcome() === 'flaky');
    mkdirSync(target, { recursive: true });
    for (const test of flaky) {
      const [{ error, status }] = test.results;
      const [why] = stripVTControlCharacters(error?.message ?? status).split('\n', 1);
      appendFileSync(file, `${test.titlePath().filter(Boolean).join(' › ')}\n  ${why}\n`);
    }
  }

  printsToStdio() {
    return false;
  }
}

/** Forgets those of the last run. */
export const forgetFlaky = () => rmSync(file, { force: true });

/** What is to be printed of them; empty if there were none. */
export function flakyTests() {
  if (!existsSync(file)) return '';
  return `\nFLAKY: these failed, and passed when they were tried again. Each is a bug, of the test or of the code.\n${readFileSync(file, 'utf8')}`;
}
