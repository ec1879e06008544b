// What a tab sends and receives, as the browser itself reports it.

/** How long every answer takes: so long that a request which waits for no other has left before that one's answer. */
const LATENCY_MS = 100;

export class Trace {
  /** In order: `{ method, url, type, start, end, bytes }`; times in seconds, bytes as they came over the wire. */
  requests = [];
  #open = new Map();

  /** Watches a tab from now on, and makes its network slow. @param {import('@playwright/test').Page} page */
  static async of(page) {
    const trace = new Trace();
    const session = await page.context().newCDPSession(page);
    session.on('Network.requestWillBeSent', (event) => trace.#sent(event));
    session.on('Network.responseReceived', ({ response, ...event }) => trace.#came({ ...event, ...response }));
    session.on('Network.dataReceived', (event) => trace.#came(event));
    session.on('Network.loadingFinished', (event) => trace.#ended(event));
    // Also said of an answer whose body was read to its end, if the page let go of it before the browser had taken note:
    // then the last piece that came was its end.
    session.on('Network.loadingFailed', ({ requestId, timestamp }) =>
      trace.#ended({ requestId, ...trace.#last(requestId, timestamp) }),
    );
    await session.send('Network.enable');
    const conditions = { offline: false, latency: LATENCY_MS, downloadThroughput: -1, uploadThroughput: -1 };
    await session.send('Network.emulateNetworkConditions', conditions);
    return trace;
  }

  get isIdle() {
    return this.#open.size === 0;
  }

  #sent({ requestId, request, type, timestamp, initiator, redirectResponse }) {
    // A redirect has the id of the request that it answers.
    if (redirectResponse) this.#ended({ requestId, timestamp, encodedDataLength: redirectResponse.encodedDataLength });
    const { method, url } = request;
    const seen = { method, url, type, start: timestamp, bytes: 0, preflightOf: initiator.requestId };
    this.#open.set(requestId, seen);
    this.requests.push(seen);
  }

  #came({ requestId, timestamp, encodedDataLength }) {
    const seen = this.#open.get(requestId);
    if (seen) Object.assign(seen, { end: timestamp, bytes: seen.bytes + encodedDataLength });
  }

  #last(requestId, timestamp) {
    const { end = timestamp, bytes } = this.#open.get(requestId) ?? {};
    return { timestamp: end, encodedDataLength: bytes };
  }

  #ended({ requestId, timestamp, encodedDataLength }) {
    const seen = this.#open.get(requestId);
    if (!seen) return;
    this.#open.delete(requestId);
    // A preflight is not held up by the slow network, and two processes tell when it began and when it ended.
    const end = Math.max(seen.start, timestamp);
    // The sum as the browser gives it: of what was compressed, the pieces are reported late.
    Object.assign(seen, { end, bytes: encodedDataLength });
    // What is announced before its preflight leaves after it.
    const announced = seen.method === 'OPTIONS' && this.#open.get(seen.preflightOf);
    if (announced) announced.start = end;
  }
}

/** How many of these requests had to wait for one another: the longest row of them in which each began after the one before. */
export function rounds(requests) {
  const depth = new Map();
  // Every one comes after those that it waited for, also after one that ended as it began.
  for (const request of [...requests].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const before = [...depth].filter(([other]) => other.end <= request.start).map(([, rounds]) => rounds);
    depth.set(request, 1 + Math.max(0, ...before));
  }
  return Math.max(0, ...depth.values());
}
