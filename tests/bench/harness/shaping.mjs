// A slow network in front of a server: handshakes, preflights and workers pay as they would there, which the emulation of
// DevTools does not make them do.
import { connect, createServer } from 'node:net';

/** @typedef {{ rttMs: number, megabits: number }} Network 0: as fast as it is */

/** One downlink for all connections, as a user has. */
let downlinkFreeAt = 0;

/**
 * A proxy on a port of its own. A connection takes one round trip before its first byte goes up (the SYN exchange, which no
 * program can delay), every byte half of one, and what comes down the time that the bandwidth asks for.
 *
 * @param {Network} network read anew for each packet
 * @returns {Promise<{ port: number, forwardTo: (port: number) => void, close: () => void }>}
 */
export async function shapingProxy(network) {
  let target = 0;
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const options = { port: target, host: '127.0.0.1', allowHalfOpen: true, noDelay: true };
    const upstream = connect(options);
    const handshake = { isAhead: network.rttMs > 0, doneAt: 0 };
    pump(client, upstream, (_data, now) => {
      if (handshake.isAhead) Object.assign(handshake, { isAhead: false, doneAt: now + network.rttMs });
      return Math.max(now, handshake.doneAt) + network.rttMs / 2;
    });
    pump(upstream, client, (data, now) => {
      const bits = (data?.length ?? 0) * 8;
      const sentAt = network.megabits ? Math.max(downlinkFreeAt, now) + bits / (network.megabits * 1000) : now;
      if (data) downlinkFreeAt = sentAt;
      return sentAt + network.rttMs / 2;
    });
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: server.address().port,
    forwardTo(port) {
      target = port;
    },
    close: () => server.close(),
  };
}

/** Hands on what comes, in order, each packet at its time. @param {(data: Buffer | null, now: number) => number} timeOf */
function pump(from, to, timeOf) {
  /** @type {{ at: number, data: Buffer | null }[]} null: the end */
  const queue = [];
  let timer;
  const hand = (data) => (data === null ? to.end() : to.write(data));
  const flush = () => {
    timer = undefined;
    const now = performance.now();
    // Timers have no fractions of a millisecond.
    while (queue.length > 0 && queue[0].at <= now + 0.3) hand(queue.shift().data);
    if (queue.length > 0) timer = setTimeout(flush, Math.max(0, queue[0].at - performance.now()));
  };
  let last = 0;
  const push = (data) => {
    const now = performance.now();
    last = Math.max(timeOf(data, now), last);
    if (last <= now && queue.length === 0) return hand(data);
    queue.push({ at: last, data });
    if (!timer) timer = setTimeout(flush, Math.max(0, queue[0].at - now));
  };
  from.on('data', push);
  from.on('end', () => push(null));
  from.on('error', () => to.destroy());
  from.on('close', () => {
    if (queue.length === 0) to.destroySoon?.();
  });
}
