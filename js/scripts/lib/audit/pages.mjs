// The pages of the repository that people read.
import { execFileSync } from 'node:child_process';
import { root } from '../paths.mjs';

/**
 * Those that git knows, or will know, by git's patterns.
 * @param {string[]} patterns
 * @returns {string[]} paths from the root
 */
export const pagesOf = (patterns) =>
  execFileSync(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...patterns.map((pattern) => `:(glob)${pattern}`)],
    { cwd: root },
  )
    .toString()
    .split('\n')
    .filter(Boolean);
