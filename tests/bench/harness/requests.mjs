// The requests of one sign-in to the server, and how many of them had to wait for one another.

/**
 * @param {import('./authorization-server.mjs').Logged[]} log
 * @returns {{ login: Path, callback: Path }} what scripts asked for before the redirect, and after it
 * @typedef {{ requests: string[], depth: number, preflights: number }} Path
 */
export function pathsOf(log) {
  const redirect = log.findIndex(({ kind, origin }) => kind === 'authorize' && !origin);
  const byScripts = (entries) => entries.filter(({ kind, origin }) => origin || kind === 'settings');
  return { login: pathOf(byScripts(log.slice(0, redirect))), callback: pathOf(byScripts(log.slice(redirect + 1))) };
}

function pathOf(entries) {
  const depths = [];
  for (const [at, { began }] of entries.entries()) {
    const before = entries.slice(0, at).map(({ ended }, other) => (ended <= began + 1 ? depths[other] : 0));
    depths[at] = 1 + Math.max(0, ...before);
  }
  const isPreflight = ({ method }) => method === 'OPTIONS';
  return {
    requests: entries.map((entry) => (isPreflight(entry) ? `preflight (${entry.kind})` : entry.kind)),
    depth: Math.max(0, ...depths),
    preflights: entries.filter(isPreflight).length,
  };
}
