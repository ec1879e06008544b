import type { Step } from '../diagnosis/options.js';
import type { Discovery } from '../discovery.js';
import type { ErrorCode } from '../errors.js';
import type { Clock } from './clock.js';
import { Patience } from './patience.js';
import { begin, codeOf } from './steps.js';

/** The largest body that is read, in bytes. */
const MOST = 1 << 20;
/** `AbortSignal.timeout` takes no more: in milliseconds. */
const LONGEST = 2 ** 32 - 1;

/**
 * The requests of the core, as `src/protocol/http.rs` asks for them: nothing extra is sent, no redirect is followed, since a 307 would
 * send code and verifier on to wherever it points (RFC 9700 section 4.12), and time and size are bounded.
 */
export class Requests {
  readonly #fetch: typeof globalThis.fetch;
  readonly #discovery: Discovery;
  readonly #steps: Step[];
  readonly #clock: Clock;
  readonly #milliseconds: number;
  readonly #patience = new Patience();
  /** Public documents that are on their way: whoever asks for one of them waits for the same answer. */
  readonly #flights = new Map<string, Promise<string>>();

  constructor(
    fetch: typeof globalThis.fetch,
    discovery: Discovery,
    steps: Step[],
    clock: Clock,
    timeoutSeconds: number,
  ) {
    this.#fetch = fetch;
    this.#discovery = discovery;
    this.#steps = steps;
    this.#clock = clock;
    this.#milliseconds = Math.min(timeoutSeconds * 1000, LONGEST);
  }

  /** See `Effects.send`. */
  send(url: string, form: string, accessToken: string, reload: string, beside: string): Promise<string> {
    if (accessToken) {
      const headers = { accept: 'application/json,application/jwt', authorization: `Bearer ${accessToken}` };
      return this.#ask(url, { cache: 'no-store', headers });
    }
    if (form) {
      if (beside) this.#public(beside, '').catch(() => {});
      // The core asks for it in the very step that takes this answer, or not at all.
      const drop = () => void setTimeout(() => this.#flights.delete(beside));
      const headers = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' };
      return this.#ask(url, { cache: 'no-store', method: 'POST', headers, body: form }).finally(drop);
    }
    const answer = this.#public(url, reload);
    const landed = () => void this.#flights.delete(reload + url);
    answer.then(landed, landed);
    return answer;
  }

  #public(url: string, reload: string): Promise<string> {
    // No URL has a word before it: a request that passes the cache by is another one.
    const name = reload + url;
    const answer =
      this.#flights.get(name) ??
      this.#ask(url, { cache: reload ? 'reload' : 'default', headers: { accept: 'application/json' } });
    this.#flights.set(name, answer);
    return answer;
  }

  async #ask(url: string, init: RequestInit): Promise<string> {
    const answer = this.#patience.answer(url) ?? (await this.#answer(url, init));
    try {
      const text = await bodyOf(answer);
      const header = (name: string) => answer.headers.get(name) ?? '';
      return [answer.status, header('content-type'), header('retry-after'), text].join('\n');
    } catch (reason) {
      throw typeof reason === 'string' ? reason : codeOf(reason);
    }
  }

  async #answer(url: string, init: RequestInit): Promise<Response> {
    const end = begin(this.#steps, { method: init.method ?? 'GET', url });
    try {
      const answer = await (url === this.#discovery.url
        ? this.#discovery.answer()
        : this.#fetch.call(globalThis, url, {
            redirect: 'error',
            credentials: 'omit',
            referrerPolicy: 'no-referrer',
            signal: AbortSignal.timeout(this.#milliseconds),
            ...init,
          }));
      // An app's own fetch may give anything; its answer is read without looking back.
      if (!(answer instanceof Response) || answer.bodyUsed || answer.body?.locked) {
        throw new TypeError('fetch must give a Response whose body nobody has read');
      }
      end({ status: answer.status });
      this.#patience.learn(url, answer);
      // What no cache has answered was made just now.
      if (init.cache === 'no-store') this.#clock.learn(answer.headers.get('date'));
      return answer;
    } catch (reason) {
      const code = codeOf(reason);
      end({ code });
      throw code;
    }
  }
}

/** The body's text, exactly; empty if it is no UTF-8, which the core refuses as it does any other text that is no JSON. */
async function bodyOf({ body }: Response): Promise<string> {
  const reader = body?.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (let chunk = await reader?.read(); chunk?.value; chunk = await reader?.read()) {
    chunks.push(chunk.value);
    size += chunk.value.length;
    if (size <= MOST) continue;
    reader?.cancel().catch(() => {});
    throw 'response_too_large' satisfies ErrorCode;
  }
  const bytes = await new Blob(chunks).arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return '';
  }
}
