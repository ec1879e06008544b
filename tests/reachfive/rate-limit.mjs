/**
 * Counts requests by address, in a window that slides. Refused ones do not count, so who waits as told gets through.
 *
 * @param {{ requests: number, seconds: number, clock?: () => number }} limit `clock`: milliseconds, for tests that move it
 * @returns {(address: string) => number} seconds to wait; 0 lets the request pass
 */
export function slidingWindow({ requests, seconds, clock = Date.now }) {
  const passed = new Map();
  return (address) => {
    const now = clock();
    const recent = (passed.get(address) ?? []).filter((at) => at > now - seconds * 1000);
    passed.set(address, recent);
    // At least 1: a wait of 0 would be an invitation to loop.
    if (recent.length >= requests) return Math.max(1, Math.ceil((recent[0] + seconds * 1000 - now) / 1000));
    recent.push(now);
    return 0;
  };
}
