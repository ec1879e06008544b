/**
 * What an app's pages may do, and no more: every test shows that nothing else is needed.
 *
 * @param {'wasm' | 'javascript'} engine what the page is to run the core by: without the keyword the browser refuses WebAssembly
 */
export function policyFor(engine) {
  const keyword = { wasm: ` 'wasm-unsafe-eval'`, javascript: '' }[engine];
  return `default-src 'none'; img-src data:; script-src 'self'${keyword}; connect-src 'self' http://localhost:*; require-trusted-types-for 'script'`;
}
