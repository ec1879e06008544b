import type { Parameters } from '../src/index.js';

/** Parameters as they travel; those without a value are left out, as the originals do. */
export function texts(parameters: Readonly<Record<string, unknown>>): Parameters {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}
