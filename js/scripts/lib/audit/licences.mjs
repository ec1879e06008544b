// Which licences may be in here, and in what ships.
import parse from 'spdx-expression-parse';

/** May be in the package: asks for no more than that its text goes along. The first that a crate offers is the one taken. */
export const shippable = ['MIT', 'Zlib', 'Unicode-3.0', 'Apache-2.0', 'Apache-2.0 WITH LLVM-exception'];

/** May be used to build and to test, beside those. */
export const usable = [
  ...shippable,
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'CC-BY-3.0',
  'MPL-2.0',
  'NCSA',
  'Unlicense',
];

/**
 * The licences that an SPDX expression comes down to if only those of the list are taken; `undefined` if it asks for another.
 *
 * @param {string} expression @param {string[]} allowed in the order of preference
 * @returns {string[] | undefined}
 */
export function taken(expression, allowed) {
  // Older crates write a slash for OR.
  return resolved(parse(expression.replaceAll('/', ' OR ')), allowed);
}

function resolved(node, allowed) {
  if (!node.conjunction) {
    const name = node.exception ? `${node.license} WITH ${node.exception}` : node.license;
    return allowed.includes(name) ? [name] : undefined;
  }
  const sides = [node.left, node.right].map((side) => resolved(side, allowed));
  if (node.conjunction === 'and') return sides.includes(undefined) ? undefined : [...new Set(sides.flat())];
  const rank = (names) => Math.max(...names.map((name) => allowed.indexOf(name)));
  return sides.filter(Boolean).sort((a, b) => rank(a) - rank(b))[0];
}
