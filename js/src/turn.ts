/** How long a page waits for its turn, in milliseconds: the one that is at it may be frozen. */
const PATIENCE = 15_000;

/** Does the work in one page of the browser after the other, where there are Web Locks. */
export async function inTurn(name: string, work: () => Promise<void>): Promise<void> {
  if (!navigator.locks) return work();
  let isBegun = false;
  const begin = () => {
    isBegun = true;
    return work();
  };
  try {
    await navigator.locks.request(name, { signal: AbortSignal.timeout(PATIENCE) }, begin);
  } catch (error) {
    if (isBegun) throw error;
    await work();
  }
}
