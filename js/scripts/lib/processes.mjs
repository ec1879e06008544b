// Children of the scripts: each leads a process group of its own, and none outlives the script.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * @typedef {object} Group
 * @property {number} pid also the id of its process group
 * @property {number} grace seconds that it may go on after Ctrl-C, because breaking it off would leave the system
 * broken
 * @property {string} label
 */

/** @type {Map<number, Group>} */
const groups = new Map();
/** @type {Set<() => void>} */
const hooks = new Set();
// Carried by every descendant, also by one that has left its group (a browser's zygote, dpkg under a terminal of its
// own).
const mark = `PROOFKEY_RUN=${randomUUID()}`;
const signals = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 };
let listening = false;
let stopping = 0;

/**
 * Starts a child in a process group of its own.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions & { grace?: number, label?: string }} [options] `env` adds to the
 * script's own; an `undefined` value takes a variable away
 */
export function start(command, args, { grace = 0, label = command, env = {}, ...options } = {}) {
  listen();
  // A child started now would be missed by the clearing up that is under way.
  if (interrupted()) throw new Error(`interrupted before ${command}`);
  const [name, value] = mark.split('=');
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
    env: { ...process.env, ...env, [name]: value },
    detached: true,
  });
  if (child.pid !== undefined) {
    const { pid } = child;
    groups.set(pid, { pid, grace, label });
    // The leader is gone; what it left behind is not wanted any more.
    child.once('exit', () => {
      send(pid, 'SIGKILL');
      groups.delete(pid);
    });
  }
  return child;
}

/**
 * Runs `hook` when the script is interrupted or fails, after all children are gone.
 * @param {() => void} hook synchronous
 * @returns {() => void} takes it back
 */
export function onInterrupt(hook) {
  listen();
  hooks.add(hook);
  return () => hooks.delete(hook);
}

/**
 * A new folder, removed by `dispose` and on Ctrl-C.
 * @param {string} parent
 * @param {string} [prefix]
 */
export function temporary(parent, prefix = 'tmp-') {
  mkdirSync(parent, { recursive: true });
  // The owner's pid is in the name, so that `sweep` knows what a killed script left.
  const path = mkdtempSync(join(parent, `${prefix}${process.pid}-`));
  const remove = () => rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  const forget = onInterrupt(remove);
  return {
    path,
    dispose() {
      remove();
      forget();
    },
  };
}

/**
 * Removes the temporary folders of scripts that were killed before they could.
 * @param {string} parent
 * @param {string} [prefix]
 */
export function sweep(parent, prefix = 'tmp-') {
  for (const name of list(parent)) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length).match(/^(\d+)-/)?.[1]) : 0;
    if (pid && !alive(pid)) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

/** @param {number} pid of a process, or minus that of a group */
export function alive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * Ends a group: politely, then not.
 * @param {number} pid
 * @param {NodeJS.Signals} [signal]
 */
export async function stopGroup(pid, signal = 'SIGTERM') {
  send(pid, signal);
  await until(() => !alive(-pid), 2);
  send(pid, 'SIGKILL');
  await until(() => !alive(-pid), 2);
}

/** Ends every child and removes every temporary folder. The script may go on. */
export async function stopAll() {
  const patient = [...groups.values()].filter((group) => group.grace > 0);
  for (const { label } of patient)
    console.error(`\nWaiting for "${label}": broken off, it would leave the system broken.`);
  const impatient = [...groups.values()].filter((group) => group.grace === 0);
  await Promise.all(impatient.map(({ pid }) => stopGroup(pid, 'SIGINT')));
  await Promise.all(patient.map(({ pid, grace }) => until(() => stopping > 1 || !alive(-pid), grace)));
  killAll();
  await until(() => [...groups.keys()].every((pid) => !alive(-pid)), 2);
  runHooks();
}

function runHooks() {
  for (const hook of [...hooks].reverse()) attempt(hook);
  hooks.clear();
}

/** Handlers only from the first child on: a script that starts none keeps node's own behaviour. */
function listen() {
  if (listening) return;
  listening = true;
  for (const signal of Object.keys(signals)) process.on(signal, interrupt);
  process.on('exit', (code) => {
    killAll();
    // An exit that nobody announced, an uncaught exception say.
    if (code !== 0) runHooks();
  });
  // After SIGHUP the terminal is gone, and writing to it must not end the clearing up.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}

let firstAt = 0;
async function interrupt() {
  // npm passes Ctrl-C on, although the terminal has sent it to the whole group already: that is still the first one.
  if (stopping > 0 && Date.now() - firstAt < 500) return;
  stopping += 1;
  if (stopping > 1) return killAll();
  firstAt = Date.now();
  await stopAll();
  process.exit(130);
}

/** True once Ctrl-C was pressed: what fails then fails because of it. */
export const interrupted = () => stopping > 0;

function killAll() {
  for (const pid of groups.keys()) send(pid, 'SIGKILL');
  for (const pid of marked()) attempt(() => process.kill(pid, 'SIGKILL'));
}

/** Processes that carry this run's mark. Linux only: macOS hides the environment, and there the groups must do. */
function marked() {
  return list('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid && hasMark(name))
    .map(Number);
}

function hasMark(pid) {
  return attempt(() => readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(mark)) ?? false;
}

/** @param {number} pid @param {NodeJS.Signals} signal */
function send(pid, signal) {
  attempt(() => process.kill(-pid, signal));
}

/** @param {() => boolean} done @param {number} seconds */
async function until(done, seconds) {
  const end = Date.now() + seconds * 1000;
  while (!done() && Date.now() < end) await sleep(30);
}

/** @template T @param {() => T} action @returns {T | undefined} */
function attempt(action) {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/** @param {string} directory */
function list(directory) {
  return attempt(() => readdirSync(directory)) ?? [];
}
