// What the build makes of `src/`: a function that gives instances of the core, and what it is run by.
type Exports = Record<string, unknown>;

/** Gives the core an engine, which takes its imports and gives its exports; `trapped` is called if it breaks. */
type Instantiate = (
  exportsWith: (imports: WebAssembly.Imports) => Exports | Promise<Exports>,
  trapped: (error: unknown) => void,
) => Promise<import('./core.js').CoreClass>;

declare module 'proofkey-core-glue' {
  export const instantiate: Instantiate;
}

/** The wasm as gzip in base64. */
declare module 'proofkey-core-bytes' {
  const bytes: string;
  export default bytes;
}

/** The part of it that a first login runs. */
declare module 'proofkey-login-bytes' {
  const bytes: string;
  export default bytes;
}

/** The other one. */
declare module 'proofkey-session-bytes' {
  const bytes: string;
  export default bytes;
}

/** What only some options ask for. */
declare module 'proofkey-extended-bytes' {
  const bytes: string;
  export default bytes;
}

/** All but that. */
declare module 'proofkey-most-bytes' {
  const bytes: string;
  export default bytes;
}

declare module 'proofkey-translated-glue' {
  export const instantiate: Instantiate;
}

/** The wasm as plain JavaScript. */
declare module 'proofkey-translated' {
  export function exportsWith(imports: WebAssembly.Imports): Exports;
}

/** What only some options ask for, which joins the other. */
declare module 'proofkey-translated-extended' {
  export function exportsWith(imports: WebAssembly.Imports): Exports;
}
