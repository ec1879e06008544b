// How scripts run other programs. Children die with the script (processes.mjs), long ones show progress (progress.mjs).
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { logs } from './paths.mjs';
import { interrupted, start, stopAll, stopGroup } from './processes.mjs';
import { step } from './progress.mjs';
import { StepError } from './step-error.mjs';

export { onInterrupt, stopAll, temporary } from './processes.mjs';
export { say } from './progress.mjs';
export { main, StepError } from './step-error.mjs';

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] added to the script's own; an `undefined` value takes a variable away
 * @property {string} [label] what the step does, for the reader; default: the command
 * @property {string} [log] name of the file in target/logs; default: from the label
 * @property {boolean} [quiet] no progress lines
 * @property {boolean} [inherit] the program writes to the terminal itself: for test runners
 * @property {boolean} [optional] a failure has another way out: it is still thrown, but not shown as one
 * @property {string} [fix] what to do when it fails
 * @property {number} [grace] seconds that it may go on after Ctrl-C, because breaking it off would leave the system
 * broken
 * @property {number} [limit] seconds after which it is ended and counts as failed
 */

/**
 * Runs a program to its end. Rejects with a StepError that carries the end of the output and the fix.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 */
export async function run(command, args, options = {}) {
  const { label = [command, ...args].join(' '), quiet, inherit, limit, grace } = options;
  const done = quiet || inherit ? undefined : step(label);
  const stdio = inherit ? ['ignore', 'inherit', 'inherit'] : undefined;
  const child = start(command, args, { cwd: options.cwd, env: options.env, grace, label, ...(stdio && { stdio }) });
  const log = inherit ? undefined : logTo(child, options.log ?? label);
  let late;
  const giveUp = () => {
    late = `ended, because it took longer than ${limit} s`;
    if (child.pid) stopGroup(child.pid);
  };
  const timer = limit && setTimeout(giveUp, limit * 1000);
  const end = await ended(child);
  clearTimeout(timer);
  await log?.closed();
  if (interrupted()) await never();
  const outcome = options.optional ? 'not possible' : 'FAILED';
  if (end.code === 0) return done?.();
  // A step without an exit code was ended, mostly because one beside it had failed.
  done?.(end.code === null && !late ? 'ended' : outcome);
  throw failure(command, label, late ? { ...end, reason: late } : end, options.fix, log?.path);
}

/**
 * Runs a short program for what it prints. Never rejects: `code` is -1 if it could not be started.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, input?: string }} [options]
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>}
 */
export async function capture(command, args, { input = '', ...options } = {}) {
  const child = start(command, args, { ...options, stdio: ['pipe', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) child[name].setEncoding('utf8').on('data', (text) => (output[name] += text));
  // A program that ends without reading its input is no failure of ours.
  child.stdin.on('error', () => {}).end(input);
  const { code } = await ended(child, 'close');
  if (interrupted()) await never();
  return { code: code ?? -1, ...output };
}

/**
 * Starts a server and waits until it is ready.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions & { ready?: RegExp | (() => Promise<boolean>) }} [options] `ready`: a line that it prints, or a
 * question asked until it answers true; `limit` (default 30 s) is the time that it has for that
 * @returns {Promise<{ pid: number, log: string, exited: Promise<{ code: number | null }>, stop: () => Promise<void> }>}
 */
export async function spawnService(command, args, { ready, limit = 30, label = command, ...options } = {}) {
  const child = start(command, args, { cwd: options.cwd, env: options.env, label });
  let printed = '';
  const log = logTo(child, options.log ?? label, (text) => {
    if (ready instanceof RegExp) printed += text;
  });
  const exited = ended(child);
  let end;
  exited.then((result) => {
    end = result;
  });
  const isReady = ready instanceof RegExp ? async () => ready.test(printed) : (ready ?? (async () => true));
  const giveUpAt = Date.now() + limit * 1000;
  const stop = () => (child.pid && !end ? stopGroup(child.pid).then(() => {}) : Promise.resolve());
  while (!(await isReady())) {
    if (!end && Date.now() < giveUpAt) {
      await sleep(50);
      continue;
    }
    const result = end ?? { code: null, reason: `was not ready after ${limit} s` };
    await stop();
    await log.closed();
    throw failure(command, label, result, options.fix, log.path);
  }
  return { pid: child.pid, log: log.path, exited, stop };
}

/**
 * Runs steps side by side. At the first failure the others are ended, and that failure is the one reported.
 * @template T
 * @param {(() => Promise<T>)[]} steps
 * @returns {Promise<T[]>}
 */
export async function together(steps) {
  const promises = steps.map((action) => action());
  try {
    return await Promise.all(promises);
  } catch (error) {
    await stopAll();
    await Promise.allSettled(promises);
    throw error;
  }
}

/** After Ctrl-C the signal handler ends the script; until then nothing may go on. */
const never = () => new Promise(() => {});

/** @param {import('node:child_process').ChildProcess} child @param {'exit' | 'close'} event */
function ended(child, event = 'exit') {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: -1, missing: error.code === 'ENOENT', reason: error.message }));
    child.once(event, (code, signal) =>
      resolve({ code, reason: code === null ? `ended by ${signal}` : `exit ${code}` }),
    );
  });
}

/** Writes what a child prints to a file in target/logs. */
function logTo(child, name, onText = (_text) => {}) {
  mkdirSync(logs, { recursive: true });
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .slice(0, 60);
  const path = join(logs, `${slug.replace(/^-|-$|\.log$/g, '')}.log`);
  const file = createWriteStream(path);
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      file.write(chunk);
      onText(chunk.toString());
    });
  }
  // `exit` comes before the last of the output: the pipes close a moment later, unless a grandchild holds them open.
  const drained = Promise.all(
    [child.stdout, child.stderr].map((stream) => stream && new Promise((go) => stream.once('close', go))),
  );
  const closed = async () => {
    await Promise.race([drained, sleep(500)]);
    await new Promise((go) => file.end(go));
  };
  return { path, closed };
}

function failure(command, label, { code, reason, missing }, fix, log) {
  if (missing) return new StepError(`${label}: there is no program "${command}"`, { fix: fix ?? `install ${command}` });
  const tail = log && readFileSync(log, 'utf8').trimEnd().split('\n').slice(-40).join('\n');
  return new StepError(`${label} (${reason})`, { fix, tail, log, code: code > 0 ? code : undefined });
}
