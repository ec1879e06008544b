// Where things are. Nothing here touches the disk.
import { homedir, platform } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The top of the repository. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

/** Whether a module is the command that was started. @param {string} url its import.meta.url */
export const isMain = (url) => process.argv[1] !== undefined && url === pathToFileURL(process.argv[1]).href;

/** All that is generated in the repository. */
export const target = join(root, 'target');

/** A program of an npm package. @param {string} name */
export const bin = (name) => join(root, 'node_modules/.bin', name);

/** What the tools wrote, one file for each step; the last run only. */
export const logs = join(target, 'logs');

/** Tools and libraries that every clone shares: outside the repository, so that `git clean` does not cost minutes. */
export const cache = cacheDirectory(process.env);

/** @param {NodeJS.ProcessEnv} env */
function cacheDirectory(env) {
  if (env.PROOFKEY_CACHE) return resolve(env.PROOFKEY_CACHE);
  // The XDG specification says to ignore a relative path.
  if (env.XDG_CACHE_HOME && isAbsolute(env.XDG_CACHE_HOME)) return join(env.XDG_CACHE_HOME, 'proofkey');
  return join(homedir(), platform() === 'darwin' ? 'Library/Caches' : '.cache', 'proofkey');
}
