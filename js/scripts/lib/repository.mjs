// The files of the repository: those that git knows, or will know.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

/**
 * @param {string[]} patterns git's; none is all files
 * @returns {string[]} paths from the root; what was removed and is not committed yet is not among them
 */
export function repositoryFiles(...patterns) {
  const globs = patterns.map((pattern) => `:(glob)${pattern}`);
  const options = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...globs];
  const files = execFileSync('git', options, { cwd: root }).toString().split('\0');
  return files.filter((file) => file && existsSync(join(root, file)));
}
