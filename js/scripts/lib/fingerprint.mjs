// What a build was made from, as one hash: a second build of the same thing is none.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

/**
 * The hash of files and folders of the repository, and of what else matters.
 * @param {string[]} paths @param {unknown} rest
 */
export function fingerprint(paths, rest) {
  const hash = createHash('sha256').update(JSON.stringify(rest));
  for (const path of paths.flatMap(files).sort())
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)));
  return hash.digest('hex');
}

function files(path) {
  const place = join(root, path);
  if (!existsSync(place)) return [];
  return statSync(place).isFile() ? [path] : readdirSync(place).flatMap((name) => files(join(path, name)));
}
