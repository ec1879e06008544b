// The core as WebAssembly, inside ES modules: no bundler, server or MIME type is asked.
import bytes from 'proofkey-login-bytes';
import type { StartCore } from './core.js';
import { inParts } from './parts.js';
import { unpacked } from './unpacked.js';

export async function loadCore(): Promise<StartCore> {
  return inParts(await unpacked(bytes), [
    async () => unpacked((await import('proofkey-session-bytes')).default),
    async () => unpacked((await import('proofkey-extended-bytes')).default),
  ]);
}
