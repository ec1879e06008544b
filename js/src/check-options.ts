import { ProofkeyError } from './errors.js';
import { isUrl } from './location.js';
import type { ClientOptions } from './types.js';

/** Refuses at once what the core could only refuse once it is loaded, and what this file would stumble over. */
export function checkOptions(options: ClientOptions) {
  for (const option of ['issuer', 'clientId', 'redirectUri'] as const) {
    const value: unknown = options?.[option];
    if (typeof value === 'string' && value && (option === 'clientId' || isUrl(value))) continue;
    const form = option === 'clientId' ? 'set' : 'an absolute URL';
    throw wrong(option, form);
  }
  const { engine = 'auto' } = options;
  if (!['auto', 'wasm', 'javascript'].includes(engine)) throw wrong('engine', 'auto, wasm or javascript');
}

const wrong = (option: string, form: string) =>
  new ProofkeyError('config_error', 'create', `The option ${option} must be ${form}.`, { option });
