/**
 * Stands in for the sessionStorage that a worker has not: the core, which takes this for a page, stores what a sign-in is to remember, and
 * that is handed to the page. It is always empty, so that nothing a page has stored can be taken for the worker's own.
 */
export function keepInPage(keep: (key: string, text: string) => void) {
  const sessionStorage = {
    length: 0,
    key: () => null,
    getItem: () => null,
    removeItem() {},
    setItem: keep,
  };
  // The core looks whether it is in a window before it asks for the storage.
  Object.assign(globalThis, { sessionStorage, Window: globalThis.constructor });
}
