// What the client itself says: whether it can begin, and what it failed with before.
import type { ErrorCode, ProofkeyError } from '../errors.js';
import { hintOf } from '../hints.js';
import type { Finding } from './options.js';
import { type Setup, within } from './setup.js';

const LIMIT = 10_000;

/** Has the client load its core, which then judges options and metadata. */
export async function ready(start: () => Promise<void>): Promise<Finding> {
  const id = 'ready';
  const outcome = await within(
    LIMIT,
    start().then(
      () => 'ready' as const,
      (error: ProofkeyError) => error,
    ),
    'late' as const,
  );
  if (outcome === 'ready') {
    return { id, severity: 'info', text: 'The core is loaded, and takes the options and the metadata.', fix: '' };
  }
  if (outcome === 'late') {
    return {
      id,
      severity: 'error',
      text: `The client was not ready within ${LIMIT / 1000} seconds.`,
      fix: 'Look in the developer tools at which request hangs: a file of the app, or the server.',
    };
  }
  const { code, hint, option, expected, received, endpoint, status } = outcome;
  return {
    id,
    severity: 'error',
    text: `The client cannot begin: ${code}${option ? ` (${option})` : ''}.`,
    fix: hint,
    details: defined({ code, option, expected, received, endpoint, status }),
  };
}

/** Whether the policy of the page keeps something from the client, and what. */
export function contentSecurityPolicy({ options: { engine }, policy }: Setup, endpoints: readonly string[]): Finding {
  const id = 'content_security_policy';
  const refused = policy.refusedOf('connect-src', endpoints);
  const origins = [...new Set(refused.map((url) => new URL(url).origin))];
  if (origins.length > 0) {
    return {
      id,
      severity: 'error',
      text: `The Content-Security-Policy of this page forbids requests to the server (connect-src): ${refused.join(', ')}.`,
      fix: `Add ${origins.join(' ')} to connect-src.`,
      details: { directive: 'connect-src', refused },
    };
  }
  if (engine !== 'javascript' && forbidsWasm()) {
    return {
      id,
      severity: engine === 'wasm' ? 'error' : 'info',
      text: `The Content-Security-Policy of this page forbids WebAssembly${engine === 'wasm' ? ", and engine is 'wasm'" : ': the core runs as plain JavaScript, which is larger'}.`,
      fix: "Add 'wasm-unsafe-eval' to script-src, for the smaller core.",
      details: { directive: 'script-src' },
    };
  }
  return { id, severity: 'info', text: 'No Content-Security-Policy stood in the way.', fix: '' };
}

function forbidsWasm() {
  if (typeof WebAssembly === 'undefined') return false;
  try {
    // As the client itself asks (`engine.ts`).
    return !new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)));
  } catch {
    return true;
  }
}

/** Of these nobody needs to be told: they are the rule for who is not signed in, or are looked at by themselves. */
const usual: readonly (ErrorCode | undefined)[] = ['client_disposed', 'core_load_failed', 'login_required', undefined];

/** The last call that failed, if one did before this. */
export function lastFailure({ steps }: Setup): Finding[] {
  const failed = steps.filter(({ phase, code }) => phase !== undefined && phase !== 'start' && !usual.includes(code));
  const { phase, code } = failed.at(-1) ?? {};
  if (!code) return [];
  return [
    {
      id: 'last_failure',
      severity: 'warning',
      text: `The last call that failed on this page (${phase}) ended in ${code}.`,
      fix: hintOf(code),
      details: { phase, code },
    },
  ];
}

const defined = (members: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
