/** How long a write may take to be seen by another tab, and how long it is named for that: in milliseconds. */
const PATIENCE = 1000;
const NAMED = 5000;

/**
 * What the tabs wrote last into a store that they share. A lock may be granted, and a message may come, before the page is shown
 * what the tab that gave it has written: they come by different ways (seen in Chromium). So who writes keeps another lock for
 * a moment, whose name says which text it was; the list of locks is never behind.
 */
export class Writes {
  readonly #prefix: string;
  #release = () => {};

  constructor(name: string) {
    this.#prefix = `${name}:written:`;
    addEventListener('pagehide', () => this.#release());
  }

  /** Names what was written; to be waited for before any lock is given back. */
  async note(text: string) {
    try {
      const [count] = await this.#newest();
      const before = this.#release;
      await new Promise<void>((named, denied) => {
        const kept = () =>
          new Promise<void>((released) => {
            this.#release = released;
            setTimeout(released, NAMED);
            named();
          });
        const name = `${this.#prefix}${count + 1}:${hashOf(text)}`;
        navigator.locks.request(name, { mode: 'shared' }, kept).catch(denied);
      });
      before();
    } catch {
      // Without locks nobody waits for one either.
    }
  }

  /** Waits until the store shows what was written last. */
  async shown(read: () => unknown) {
    try {
      const [count, hash] = await this.#newest();
      const end = performance.now() + PATIENCE;
      while (count > 0 && hashOf(`${read() ?? ''}`) !== hash && performance.now() < end) {
        await new Promise((later) => {
          // Which the browser slows down in a page that is hidden; the event it does not.
          setTimeout(later, 20);
          addEventListener('storage', later, { once: true });
        });
      }
    } catch {
      // As above.
    }
  }

  async #newest(): Promise<[count: number, hash: string]> {
    const { held = [] } = await navigator.locks.query();
    const written = held.flatMap(({ name = '' }) => {
      if (!name.startsWith(this.#prefix)) return [];
      const [count, hash = ''] = name.slice(this.#prefix.length).split(':');
      return [[Number(count), hash] satisfies [number, string]];
    });
    return written.reduce((newest, write) => (write[0] > newest[0] ? write : newest), [0, '']);
  }
}

/** Tells one text from the one before, and nothing of either. */
function hashOf(text: string): string {
  let hash = 0;
  for (let at = 0; at < text.length; at += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return `${hash}`;
}
