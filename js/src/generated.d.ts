// What the build makes of `src/`: a function that gives instances of the core, and the wasm as gzip in base64.
declare module 'proofkey-core-glue' {
  export function instantiate(
    module: WebAssembly.Module,
    trapped: (error: unknown) => void,
  ): Promise<import('./core.js').CoreClass>;
}

declare module 'proofkey-core-bytes' {
  const bytes: string;
  export default bytes;
}
