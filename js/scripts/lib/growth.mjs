// Which functions of the core grew since their sizes were last written down.

/** How many lines may be spent on it. */
const MOST = 15;

/**
 * @typedef {Record<string, Record<string, number>>} Functions part of the core -> function -> bytes, not packed
 * @param {Functions} before
 * @param {Functions} now
 * @returns {string[]} one line for each function that grew, appeared or vanished, the largest difference first; then the modules
 */
export function grown(before, now) {
  const changes = Object.keys(now).flatMap((part) => differences(before[part] ?? {}, now[part], part));
  const named = changes.filter(({ from, to }) => to > from || to === 0).sort(byDifference);
  const modules = differences(modulesOf(before), modulesOf(now), '').sort(byDifference);
  return [
    ...titled('functions that grew, appeared or vanished', named),
    ...titled('modules whose sums changed', modules),
  ];
}

/** The bytes of each module, of all parts together. @param {Functions} functions */
export function modulesOf(functions) {
  const sums = {};
  for (const sizes of Object.values(functions)) {
    for (const [name, bytes] of Object.entries(sizes)) sums[moduleOf(name)] = (sums[moduleOf(name)] ?? 0) + bytes;
  }
  return sums;
}

/**
 * Of Proofkey the file in src or its folder there, as `flow::login`; of other crates their name; the three of the standard library are one.
 * @param {string} name
 */
export function moduleOf(name) {
  const [, path] = /proofkey::((?:[a-z_]\w*::)+)/.exec(name) ?? /proofkey::([a-z_]+)/.exec(name) ?? [];
  if (path) return path.split('::').filter(Boolean).slice(0, 2).join('::');
  const [, crate] = /(?<![\w:])([a-z_]\w*)::/.exec(name) ?? [];
  if (crate && !['alloc', 'core', 'std'].includes(crate)) return crate;
  return crate || name.startsWith('<') ? 'the standard library' : 'what tools made';
}

function differences(before, now, part) {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...names]
    .map((name) => ({ part, name, from: before[name] ?? 0, to: now[name] ?? 0 }))
    .filter(({ from, to }) => from !== to);
}

const byDifference = (one, other) =>
  Math.abs(other.to - other.from) - Math.abs(one.to - one.from) || (one.name < other.name ? -1 : 1);

function titled(title, changes) {
  if (changes.length === 0) return [];
  const lines = changes.slice(0, MOST).map(({ part, name, from, to }) => {
    const bytes = `${String(from).padStart(6)} -> ${String(to).padStart(6)}`;
    return `${bytes}  ${part && `${part}: `}${name}`;
  });
  const left = changes.length - lines.length;
  return [`${title}, bytes before and now:`, ...lines, ...(left > 0 ? [`  and ${left} smaller changes`] : [])];
}
