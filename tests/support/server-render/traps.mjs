// Loaded before everything else, by `node --import`: notes what the package touches of that which a page has. There is no
// `window`, so that whoever goes further than asking for its type throws.
import { writeSync } from 'node:fs';

const names = [
  ...['document', 'navigator', 'location', 'history', 'localStorage', 'sessionStorage', 'indexedDB', 'crypto'],
  ...['WebAssembly', 'fetch', 'XMLHttpRequest', 'BroadcastChannel', 'Worker', 'addEventListener', 'reportError'],
];

const touched = new Set();

for (const name of names) {
  // Some of them Node has as well, and uses itself.
  const value = globalThis[name];
  Object.defineProperty(globalThis, name, {
    configurable: true,
    get() {
      const [, caller] = new Error().stack.match(/^\s+at .*/gm);
      if (caller?.includes('/npm/dist/')) touched.add(name);
      return value;
    },
  });
}

process.on('exit', () => writeSync(1, `\ntouched: ${JSON.stringify([...touched].sort())}`));
