import type { Effects } from '../core.js';
import type { Step } from '../diagnosis/options.js';
import type { Discovery } from '../discovery.js';
import type { ErrorCode } from '../errors.js';
import type { Clock } from './clock.js';
import { patienceOf } from './patience.js';
import { begin, codeOf } from './steps.js';

/** The largest body that is read, in bytes. */
const MOST = 1 << 20;
/** `AbortSignal.timeout` takes no more: in milliseconds. */
const LONGEST = 2 ** 32 - 1;

const accept = 'application/json';

/**
 * Sends the requests of the core, as `src/protocol/http.rs` asks for them: nothing extra goes along, no redirect is followed, since a
 * 307 would send code and verifier on to wherever it points (RFC 9700 section 4.12), and time and size are bounded.
 */
export function sender(
  fetch: typeof globalThis.fetch,
  discovery: Discovery,
  steps: Step[],
  clock: Clock,
  timeoutSeconds: number,
): Effects['send'] {
  const patience = patienceOf();
  /** Public documents that are on their way: whoever asks for one of them waits for the same answer. */
  const flights = new Map<string, Promise<string>>();

  async function answerOf(url: string, init: RequestInit): Promise<Response> {
    const end = begin(steps, { method: init.method ?? 'GET', url });
    try {
      const answer = await (url === discovery.url ? discovery.answer() : fetch.call(globalThis, url, init));
      // An app's own fetch may give anything; its answer is read without looking back.
      if (!(answer instanceof Response) || answer.bodyUsed || answer.body?.locked) {
        throw new TypeError('fetch must give a Response whose body nobody has read');
      }
      end({ status: answer.status });
      patience.learn(url, answer);
      // What no cache has answered was made just now.
      if (init.cache === 'no-store') clock.learn(answer.headers.get('date'));
      return answer;
    } catch (reason) {
      const code = codeOf(reason);
      end({ code });
      throw code;
    }
  }

  async function ask(url: string, init: RequestInit): Promise<string> {
    const signal = AbortSignal.timeout(Math.min(timeoutSeconds * 1000, LONGEST));
    const answer =
      patience.answer(url) ??
      (await answerOf(url, { redirect: 'error', credentials: 'omit', referrerPolicy: 'no-referrer', signal, ...init }));
    const header = (name: string) => answer.headers.get(name) ?? '';
    const text = await textOf(answer);
    return [answer.status, ...['content-type', 'retry-after', 'dpop-nonce'].map(header), text].join('\n');
  }

  function share(url: string, cache: RequestCache, until?: Promise<unknown>): Promise<string> {
    // A request that passes the cache by is another one.
    const name = cache + url;
    const answer = flights.get(name) ?? ask(url, { cache, headers: { accept } });
    flights.set(name, answer);
    const landed = () => void flights.delete(name);
    (until ?? answer).then(landed, landed);
    return answer;
  }

  return (url, form, accessToken, reload, beside, proof) => {
    const dpop = proof && { dpop: proof };
    if (accessToken) {
      const headers = {
        accept: `${accept},application/jwt`,
        authorization: `${proof ? 'DPoP' : 'Bearer'} ${accessToken}`,
        ...dpop,
      };
      return ask(url, { cache: 'no-store', headers });
    }
    if (!form) return share(url, reload ? 'reload' : 'default');
    const headers = { accept, 'content-type': 'application/x-www-form-urlencoded', ...dpop };
    const answer = ask(url, { cache: 'no-store', method: 'POST', headers, body: form });
    if (beside) {
      // The core asks for it in the very step that takes this answer, or not at all.
      const taken = answer.finally(() => new Promise((resolve) => setTimeout(resolve)));
      share(beside, 'default', taken).catch(() => {});
    }
    return answer;
  };
}

/** The body's text, exactly; empty if it is no UTF-8, which the core refuses as it does any other text that is no JSON. */
async function textOf({ body }: Response): Promise<string> {
  const reader = body?.getReader();
  // Piece by piece: browsers ask another process to make a Blob of them, which takes milliseconds.
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text = '';
  let size = 0;
  while (reader) {
    const { value } = await reader.read().catch((reason) => {
      throw codeOf(reason);
    });
    try {
      text += decoder.decode(value, { stream: Boolean(value) });
    } catch {
      reader.cancel().catch(() => {});
      return '';
    }
    if (!value) break;
    size += value.length;
    if (size > MOST) {
      reader.cancel().catch(() => {});
      throw 'response_too_large' satisfies ErrorCode;
    }
  }
  return text;
}
