// The script-tag build: one file that sets `window.proofkey`. Beside it lies the core for browsers without WebAssembly.
import { type ClientConstructor, clientFor } from './client.js';
import { isInlinedWasm } from './engine.js';
import { ProofkeyError } from './errors.js';
import { Page } from './page/page.js';
import * as inlined from './script-core.js';
import type { ClientOptions } from './types.js';

/** Where this file came from: known only while it runs. A server that imports it has no document. */
const src = typeof window === 'undefined' ? '' : (document.currentScript as HTMLScriptElement)?.src || location.href;

const Scripted: ClientConstructor = clientFor(async (made) => {
  const fallback = new URL('proofkey-fallback.js', src).href;
  const { loadCore }: typeof inlined = isInlinedWasm(made.options.engine) ? inlined : await import(fallback);
  return new Page(made, loadCore);
});

const createClient = (options: ClientOptions) => new Scripted(options);

Object.assign(globalThis, { proofkey: { createClient, ProofkeyError } });
