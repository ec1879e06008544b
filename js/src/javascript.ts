// The same core as plain JavaScript: for a browser without WebAssembly, or a page whose Content-Security-Policy refuses it.
import { exportsWith } from 'proofkey-translated';
import { instantiate } from 'proofkey-translated-glue';
import type { StartCore } from './core.js';

export const loadCore = async (): Promise<StartCore> => (trapped) => instantiate(exportsWith, trapped);
