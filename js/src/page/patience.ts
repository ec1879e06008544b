/** Keeps to the `Retry-After` of servers that have enough (RFC 6585 section 4, RFC 9110 section 10.2.3). */
export function patienceOf() {
  /** URL -> the status that it gave, and the millisecond until which it does not want to be asked. */
  const waits = new Map<string, { status: number; until: number }>();
  return {
    /** The answer that would come, if it is known without asking: a request that is refused may be counted all the same. */
    answer(url: string): Response | undefined {
      const { status, until } = waits.get(url) ?? { status: 0, until: 0 };
      const seconds = Math.ceil((until - Date.now()) / 1000);
      if (seconds <= 0) return undefined;
      const error = { error: 'temporarily_unavailable', error_description: 'Not sent: the server asked to wait' };
      const headers = { 'content-type': 'application/json', 'retry-after': `${seconds}` };
      return new Response(JSON.stringify(error), { status, headers });
    },

    /** Looks at an answer. A server that does not tell, or lets no page read it, may be asked at once. */
    learn(url: string, { status, headers }: Response) {
      const retryAfter = headers.get('retry-after') ?? '';
      if (status !== 429 && status !== 503) return;
      const until = /^\d+$/.test(retryAfter) ? Date.now() + Number(retryAfter) * 1000 : Date.parse(retryAfter);
      if (until) waits.set(url, { status, until });
    },
  };
}
