// The page of the documentation: made of what was measured, and whether it still says that.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from '../../../js/scripts/lib/paths.mjs';
import { StepError } from '../../../js/scripts/lib/run.mjs';
import { markdown } from './markdown.mjs';

const page = join(root, 'www-demo/docs/reachfive-side-by-side.md');
const name = relative(root, page);

/** Byte figures, as the page writes them. */
const figures = /\b\d+(?= B\b)/g;
/** How far one may be off: every build of Proofkey differs by a few bytes. */
const TOLERANCE = 0.02;

/** Renews the page, or makes sure that it is current. @param {{ write?: boolean }} [options] */
export function keepPage(measured, { write = false } = {}) {
  const text = markdown(measured);
  if (write) return writeFileSync(page, text);
  const off = differences(readFileSync(page, 'utf8'), text);
  if (off.length === 0) return;
  throw new StepError(`${name} is not what was measured:\n${off.join('\n')}`, {
    fix: 'npm run compare:reachfive -- --write',
  });
}

/** The lines that say something else than before; a byte figure does when it is off by more than 2 %. */
export function differences(before, now) {
  const [old, fresh] = [before, now].map((text) => text.split('\n'));
  const length = Math.max(old.length, fresh.length);
  return Array.from({ length }, (_, at) => [old[at] ?? '', fresh[at] ?? ''])
    .filter(([one, other]) => !isSame(one, other))
    .map(([one, other]) => `- ${one}\n+ ${other}`);
}

function isSame(one, other) {
  if (one.replace(figures, '#') !== other.replace(figures, '#')) return false;
  const [olds, news] = [one, other].map((line) => (line.match(figures) ?? []).map(Number));
  return olds.every((bytes, at) => Math.abs(news[at] - bytes) <= bytes * TOLERANCE);
}
