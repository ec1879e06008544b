/** Where a session lives. The core writes it whole, and reads it before every use: it never holds the only copy. */
export interface SessionStore {
  get(): unknown;
  set(session: string): unknown;
  remove(): unknown;
}

/** The default: gone with the page, and out of reach of whoever reads the storages of the browser. */
export function memoryStore(): SessionStore {
  const sessions = new Map<'session', string>();
  return {
    get: () => sessions.get('session'),
    set: (session) => void sessions.set('session', session),
    remove: () => void sessions.delete('session'),
  };
}
