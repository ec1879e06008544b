// A sign-in that the user sees nothing of, in a hidden frame: it works while the server knows the user, and is shown its own cookies there.
import type { Begun } from '../core.js';
import { errorOf, type ProofkeyError, wrapped } from '../errors.js';
import type { ClientOptions } from '../options.js';
import type { Page } from '../page/page.js';
import type { UserClaims } from '../types.js';
import { hiddenFrame } from './frame.js';
import { limit } from './limit.js';
import { awaitResponse } from './relay.js';
import type { SilentOptions } from './silent-options.js';
import { checkPage, checkSite } from './site.js';
import { awaitWebMessage } from './web-message.js';

const { stringify } = JSON;

/** What a server answers that will not sign in without showing a page (OpenID Connect Core 3.1.2.6). */
const wantsPage = ['login_required', 'interaction_required', 'consent_required', 'account_selection_required'];

/** The silent sign-ins of a page. */
interface Line {
  /** How many have succeeded: each is an epoch of its own. */
  succeeded: number;
  last: Promise<void>;
  /** By what they ask for. */
  readonly pending: Map<string, Promise<void>>;
}
const lines = new WeakMap<object, Line>();

/**
 * One after the other, since each would replace the other's session; those that ask for the same share one.
 *
 * @param epoch of the call: who signs in or out after it is not overruled by it
 */
export async function loginSilently<Claims extends UserClaims>(
  page: Page<Claims>,
  options: SilentOptions,
  epoch: number,
): Promise<void> {
  try {
    await inLine(page, options, epoch);
  } catch (reason) {
    const error = await wrapped(reason, 'login');
    throw error.code === 'authorization_error' && wantsPage.includes(error.error ?? '') ? await refusal(error) : error;
  }
}

async function inLine<Claims extends UserClaims>(page: Page<Claims>, options: SilentOptions, epoch: number) {
  const line = lines.get(page) ?? { succeeded: 0, last: Promise.resolve(), pending: new Map() };
  lines.set(page, line);
  const before = line.succeeded;
  const begin = async () => {
    await line.last.catch(() => {});
    await attempt(page, options, epoch + line.succeeded - before);
    line.succeeded += 1;
  };
  if (options.signal) {
    line.last = begin();
    return line.last;
  }
  const key = `${epoch} ${stringify(options)}`;
  const shared = line.pending.get(key) ?? begin().finally(() => line.pending.delete(key));
  line.pending.set(key, shared);
  line.last = shared;
  return shared;
}

async function attempt<Claims extends UserClaims>(page: Page<Claims>, options: SilentOptions, epoch: number) {
  const { signal, timeoutSeconds = 10, ...request } = options;
  const checkEpoch = () => {
    if (epoch !== page.snapshots.epoch) throw { code: 'login_required' };
  };
  checkEpoch();
  checkPage();
  const { authorization_endpoint: endpoint } = await page.metadata();
  checkSite(endpoint);
  const until = new AbortController();
  limit(until, { signal, timeoutSeconds, details: { endpoint } }, page.disposal);
  try {
    until.signal.throwIfAborted();
    const input = stringify({ ...request, prompt: 'none' });
    const begun = await page.call('login', (core) => core.run('window', input));
    const url = await answerIn(begun, page.options, request.responseMode, until.signal);
    // Of what belongs to nobody by now the code is not sent.
    checkEpoch();
    await page.session.signIn('callback', epoch, (core) => core.run('handleWindow', `${begun.transaction}\n${url}`));
  } finally {
    until.abort();
  }
}

/** The URL of the callback that answers the request, which is sent in a frame of its own. */
async function answerIn(
  { url, state }: Begun,
  options: ClientOptions,
  mode: SilentOptions['responseMode'],
  signal: AbortSignal,
): Promise<string> {
  signal.throwIfAborted();
  // Neither popups nor forms, and it cannot lead this page away.
  const frame = hiddenFrame(url, 'allow-scripts allow-same-origin');
  try {
    const awaited = { state, source: frame.contentWindow as Window, signal };
    if (mode === undefined) return await awaitResponse(awaited);
    const parameters = await awaitWebMessage(awaited, new URL(url).origin);
    return callbackOf(parameters, options);
  } finally {
    frame.remove();
  }
}

/** As the server would have led the browser to it. */
function callbackOf(parameters: URLSearchParams, options: ClientOptions): string {
  const { redirectUri, relayRedirectUri = redirectUri, responseMode } = options;
  const url = new URL(relayRedirectUri);
  if (responseMode === 'fragment') url.hash = parameters.toString();
  else for (const [name, value] of parameters) url.searchParams.append(name, value);
  return url.href;
}

/** Told as what it means to an app: nobody can be signed in without a page. */
function refusal(error: ProofkeyError): Promise<ProofkeyError> {
  const { error: name, errorDescription, errorUri } = error;
  const details = Object.entries({ error: name, errorDescription, errorUri }).filter(
    ([, value]) => value !== undefined,
  );
  return errorOf('login_required', 'login', Object.fromEntries(details), error);
}
