// What the build makes of `src/`: wasm-bindgen's glue, and the wasm as gzip in base64.
declare module 'proofkey-core-glue' {
  export const Core: import('./core.js').CoreClass;
  export default function initialise(options: { module_or_path: unknown }): Promise<unknown>;
}

declare module 'proofkey-core-bytes' {
  const bytes: string;
  export default bytes;
}
