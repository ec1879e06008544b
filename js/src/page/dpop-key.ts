import type { ErrorCode } from '../errors.js';

const DATABASE = 'proofkey';
const STORE = 'keys';

/** The key that the tokens of a client are bound to. The private half cannot leave the browser, not even to this page. */
export interface DpopKey {
  /** The name of the algorithm, a line break, and the public half as JWK. */
  publicKey(): Promise<string>;
  /** The signature over a text of ASCII, a character for each byte. */
  sign(text: string): Promise<string>;
  forget(): Promise<void>;
}

/** @param name of the client: all tabs of it share the key, in IndexedDB; a page that is denied that keeps one for itself */
export function dpopKeyOf(name: string): DpopKey {
  let own: CryptoKeyPair | undefined;

  async function key(): Promise<CryptoKeyPair> {
    const made =
      own ?? (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']));
    try {
      // Whoever was first is right: another tab may have made one at the same time.
      return (await stored(name, made)) ?? made;
    } catch {
      own = made;
      return made;
    }
  }

  const available = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch {
      throw 'crypto_unavailable' satisfies ErrorCode;
    }
  };

  return {
    publicKey: () =>
      available(async () => {
        const { publicKey } = await key();
        return `ES256\n${JSON.stringify(await crypto.subtle.exportKey('jwk', publicKey))}`;
      }),
    sign: (text) =>
      available(async () => {
        const { privateKey } = await key();
        const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
        const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, bytes);
        return String.fromCharCode(...new Uint8Array(signature));
      }),
    async forget() {
      own = undefined;
      await inStore('readwrite', (store) => store.delete(name)).catch(() => {});
    },
  };
}

/** The key that is kept under that name; the new one is, if there was none. */
const stored = (name: string, made: CryptoKeyPair): Promise<CryptoKeyPair | undefined> =>
  inStore('readwrite', (store) => {
    const found = store.get(name);
    found.onsuccess = () => {
      if (!found.result) store.put(made, name);
    };
    return found;
  });

/** One transaction: what its request gives once all of it is done. */
async function inStore<T>(mode: IDBTransactionMode, use: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = opening.onblocked = () => reject(opening.error);
  });
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = use(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}
