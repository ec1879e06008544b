// The same core as plain JavaScript: for a browser without WebAssembly, or a page whose Content-Security-Policy refuses it.
import { exportsWith } from 'proofkey-translated';
import { instantiate } from 'proofkey-translated-glue';
import type { StartCore } from './core.js';
import { inTwoParts } from './two-parts.js';

export const loadCore = async (): Promise<StartCore> =>
  inTwoParts(instantiate, exportsWith, async (imports) =>
    (await import('proofkey-translated-extended')).exportsWith(imports),
  );
