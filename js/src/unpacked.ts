/** As browsers have it since 2025: in C++, where a callback for each character takes several milliseconds. */
const { fromBase64 } = Uint8Array as { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> };

/** The module that the build has packed: gzip in base64. It is compiled while it is unpacked. */
export function unpacked(text: string): Promise<WebAssembly.Module> {
  const packed =
    fromBase64?.call(Uint8Array, text) ?? Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const { readable, writable } = new DecompressionStream('gzip');
  const writer = writable.getWriter();
  // Whoever reads is told what is wrong with it.
  for (const written of [writer.write(packed), writer.close()]) written.catch(() => {});
  return WebAssembly.compileStreaming(new Response(readable, { headers: { 'content-type': 'application/wasm' } }));
}
