// The one error of the scripts, and how a script ends.
import { interrupted, stopAll } from './processes.mjs';

/** A step that failed, with what to do about it. */
export class StepError extends Error {
  /**
   * @param {string} message what failed
   * @param {object} [details]
   * @param {string} [details.fix] what the reader can do: a command where there is one
   * @param {string} [details.tail] the end of the tool's output
   * @param {string} [details.log] the file with all of it
   * @param {number} [details.code] exit code of the tool, passed on as the script's own
   */
  constructor(message, { fix, tail, log, code } = {}) {
    super(message);
    this.name = 'StepError';
    this.fix = fix;
    this.tail = tail;
    this.log = log;
    this.code = code;
  }
}

/**
 * Runs a script: prints a failure in a readable way, leaves nothing running, sets the exit code.
 * @param {() => Promise<unknown>} body
 */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    // After Ctrl-C the signal handler ends the script; a failure printed meanwhile would only puzzle.
    if (interrupted()) return;
    await stopAll();
    process.exitCode = (error instanceof StepError && error.code) || 1;
    console.error(describe(error));
  }
}

/** @param {unknown} error */
function describe(error) {
  // Anything else is a mistake in the scripts: whoever mends it needs the stack.
  if (!(error instanceof StepError)) return error instanceof Error ? error.stack : String(error);
  const tail = error.tail?.trim() && error.tail.trimEnd().replace(/^/gm, '  | ');
  const lines = [`\nFailed: ${error.message}`, tail, error.log && `All of its output: ${error.log}`];
  return [...lines, error.fix && `To fix it: ${error.fix}`].filter(Boolean).join('\n');
}
