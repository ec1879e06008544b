// One set-up at a time for each cache, also when several clones or terminals start one.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { alive, onInterrupt, sweep, temporary } from './processes.mjs';
import { say } from './progress.mjs';

// The lock is a folder with one file, named after its owner. An empty folder is a free lock. Taking it is a rename of a
// prepared folder onto it, which the system refuses unless it is free; a dead owner is removed by the name of its file,
// so that two that wait cannot remove each other's fresh lock.

/**
 * @template T
 * @param {string} directory where the lock lies
 * @param {() => Promise<T>} body
 * @returns {Promise<T>}
 */
export async function withLock(directory, body) {
  mkdirSync(directory, { recursive: true });
  sweep(directory, 'locking-');
  const lock = join(directory, 'lock');
  const owner = `${process.pid}-${startOf(process.pid)}`;
  let told = false;
  while (!take(directory, lock, owner)) {
    const [holder] = ownersOf(lock);
    if (!holder) continue;
    if (isDead(holder)) {
      attempt(() => unlinkSync(join(lock, holder)));
      continue;
    }
    if (!told) say(`  Waiting for another set-up, process ${holder.split('-')[0]}`);
    told = true;
    await sleep(250);
  }
  const release = () => {
    attempt(() => unlinkSync(join(lock, owner)));
    // Fails when someone has taken it in between, which is right.
    attempt(() => rmdirSync(lock));
  };
  const forget = onInterrupt(release);
  try {
    return await body();
  } finally {
    release();
    forget();
  }
}

function take(directory, lock, owner) {
  const prepared = temporary(directory, 'locking-');
  writeFileSync(join(prepared.path, owner), '');
  try {
    renameSync(prepared.path, lock);
    return true;
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code)) throw error;
    return false;
  } finally {
    prepared.dispose();
  }
}

/** @param {string} lock */
function ownersOf(lock) {
  return attempt(() => readdirSync(lock)) ?? [];
}

/** @param {string} owner */
function isDead(owner) {
  const [pid, start] = owner.split('-').map(Number);
  return !alive(pid) || startOf(pid) !== start;
}

/**
 * When a process started, so that another one with the same id, after a reboot say, is not taken for it. 0 where
 * unknown.
 */
function startOf(pid) {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  // The name of the program, in parentheses, may hold spaces: count from behind it.
  return stat ? Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]) : 0;
}

/** @template T @param {() => T} action @returns {T | undefined} */
function attempt(action) {
  try {
    return action();
  } catch {
    return undefined;
  }
}
