// What ReachFive's endpoints may be asked in another way than any server's: around the `fetch` that the core is lent.

/** How requests travel to the token, revocation and UserInfo endpoints. */
export interface Transport {
  /**
   * The form of the bodies of token and revocation requests. Default: `form` (RFC 6749 section 4.1.3). `json` is what
   * ReachFive's own SDK sends; it costs a preflight for each endpoint.
   */
  tokenRequestFormat?: 'form' | 'json';
  /** Sent as `Accept-Language`, for the texts of errors. Default: the browser's. */
  language?: string;
  /** Sent as `Custom-Locale`, for texts of the tenant's own. Default: not sent; it costs a preflight. */
  locale?: string;
  /** Used instead of the page's `fetch`, as the option of `createClient` is. */
  fetch?: typeof globalThis.fetch;
}

/** The `fetch` of a client that keeps to all that. */
export function transport({ tokenRequestFormat, language, locale, fetch = globalThis.fetch }: Transport): typeof fetch {
  /** URL -> the millisecond until which the server does not want to be asked. */
  const waits = new Map<string, number>();

  return async (input, init = {}) => {
    const url = String(input);
    const headers = new Headers(init.headers);
    const isPost = init.method === 'POST';
    // Documents that anybody may read need none of this.
    if (!isPost && !headers.has('authorization')) return fetch.call(globalThis, input, init);
    const seconds = Math.ceil(((waits.get(url) ?? 0) - Date.now()) / 1000);
    if (seconds > 0) return notSent(seconds);
    if (language) headers.set('accept-language', language);
    if (locale) headers.set('custom-locale', locale);
    const own: RequestInit = { ...init, headers };
    if (isPost && tokenRequestFormat === 'json') {
      headers.set('content-type', 'application/json');
      own.body = JSON.stringify(Object.fromEntries(new URLSearchParams(String(init.body))));
    }
    const answer = await fetch.call(globalThis, input, own);
    if (answer.status === 429) waits.set(url, deadline(answer.headers.get('retry-after')));
    return answer;
  };
}

/** Seconds, or a date (RFC 9110 section 10.2.3); 0 if the server does not tell, or does not let a page read it. */
function deadline(retryAfter: string | null): number {
  if (!retryAfter) return 0;
  const at = /^\d+$/.test(retryAfter) ? Date.now() + Number(retryAfter) * 1000 : Date.parse(retryAfter);
  return at || 0;
}

/** The answer that the server would give, without asking it: it would count the request. */
function notSent(seconds: number): Response {
  const error = { error: 'too_many_requests', error_description: 'Not sent: the server asked to wait' };
  const headers = { 'content-type': 'application/json', 'retry-after': String(seconds) };
  return new Response(JSON.stringify(error), { status: 429, headers });
}
