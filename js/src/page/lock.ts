/** One lock of the browser, which all tabs of the origin wait for. */
export interface TabLock {
  /** Rejects with a `TimeoutError` when another tab keeps it for too long. */
  lock(): Promise<void>;
  unlock(): void;
}

/** The lock of that name; where the browser has none, everybody has it. It is never taken from somebody by force. */
export function tabLock(name: string, seconds: number): TabLock {
  let release = () => {};
  return {
    lock: () =>
      new Promise((granted, refused) => {
        // Missing on an insecure origin and in old browsers; denied to a page without an origin.
        if (!navigator.locks) return granted();
        const held = () =>
          new Promise<void>((released) => {
            release = released;
            granted();
          });
        navigator.locks
          .request(name, { signal: AbortSignal.timeout(seconds * 1000) }, held)
          .catch((reason) => (reason?.name === 'TimeoutError' ? refused(reason) : granted()));
      }),
    unlock: () => release(),
  };
}
