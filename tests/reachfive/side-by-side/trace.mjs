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
    session.on('Network.responseReceived', ({ requestId, response }) =>
      trace.#add(requestId, response.encodedDataLength),
    );
    session.on('Network.dataReceived', ({ requestId, encodedDataLength }) => trace.#add(requestId, encodedDataLength));
    session.on('Network.loadingFinished', (event) => trace.#ended(event));
    // Also said of an answer whose body was read to its end, if the page let go of it before the browser had taken note.
    session.on('Network.loadingFailed', (event) => trace.#ended(event));
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

  #add(requestId, bytes) {
    const seen = this.#open.get(requestId);
    if (seen) seen.bytes += bytes;
  }

  #ended({ requestId, timestamp, encodedDataLength }) {
    const seen = this.#open.get(requestId);
    if (!seen) return;
    this.#open.delete(requestId);
    seen.end = timestamp;
    // The sum, where the browser gives it: of what was compressed, the pieces are reported late.
    seen.bytes = encodedDataLength ?? seen.bytes;
    // What is announced before its preflight leaves after it.
    const announced = seen.method === 'OPTIONS' && this.#open.get(seen.preflightOf);
    if (announced) announced.start = timestamp;
  }
}

/** How many of these requests had to wait for one another: the longest row of them in which each began after the one before. */
export function rounds(requests) {
  const depth = new Map();
  for (const request of [...requests].sort((a, b) => a.end - b.end)) {
    const before = requests.filter((other) => other.end <= request.start).map((other) => depth.get(other));
    depth.set(request, 1 + Math.max(0, ...before));
  }
  return Math.max(0, ...depth.values());
}
