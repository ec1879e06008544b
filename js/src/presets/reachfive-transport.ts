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
  return async (input, init = {}) => {
    const headers = new Headers(init.headers);
    const isPost = init.method === 'POST';
    // Documents that anybody may read need none of this.
    if (!isPost && !headers.has('authorization')) return fetch.call(globalThis, input, init);
    if (language) headers.set('accept-language', language);
    if (locale) headers.set('custom-locale', locale);
    const own: RequestInit = { ...init, headers };
    if (isPost && tokenRequestFormat === 'json') {
      headers.set('content-type', 'application/json');
      own.body = JSON.stringify(Object.fromEntries(new URLSearchParams(String(init.body))));
    }
    return fetch.call(globalThis, input, own);
  };
}
