import type { ErrorCode } from '../errors.js';

const DATABASE = 'proofkey';
const STORE = 'keys';

/** The key that the tokens of a client are bound to. The private half cannot leave the browser, not even to this page. */
export interface DpopKey {
  /** The name of the algorithm, a line break, and the public half as JWK; of any key, if no algorithm is asked for. */
  publicKey(alg: string): Promise<string>;
  /** The signature over a text of ASCII, in base64url. */
  sign(text: string): Promise<string>;
  /** Gives an empty text. */
  forget(): Promise<string>;
}

/** A key pair, and the name that its algorithm has in proofs. */
type Pair = CryptoKeyPair & { readonly alg: string };

const parameters = (alg: string) => (alg === 'ES256' ? { name: 'ECDSA', namedCurve: 'P-256' } : { name: 'Ed25519' });

async function made(alg: string): Promise<Pair> {
  const pair = await crypto.subtle.generateKey(parameters(alg), false, ['sign', 'verify']);
  // What WebCrypto gives is no object that IndexedDB copies in all browsers.
  const { privateKey, publicKey } = pair as CryptoKeyPair;
  return { alg, privateKey, publicKey };
}

/** The keys of clients whose page is denied a database. */
const own = new Map<string, Pair>();

/** @param name of the client: all tabs of it share the key, in IndexedDB; a page that is denied that keeps one for itself */
export function dpopKeyOf(name: string): DpopKey {
  /** @param alg empty: the key that is there, whatever it is */
  async function key(alg: string): Promise<Pair> {
    const fits = (pair: Pair | undefined) => pair && (alg === '' || pair.alg === alg);
    const known = own.get(name) ?? (await inStore<Pair>('readonly', (store) => store.get(name)).catch(() => undefined));
    if (known && fits(known)) return known;
    const pair = await made(alg || 'ES256');
    try {
      // Whoever was first is right: another tab may have made one at the same time.
      return await stored(name, pair, fits);
    } catch {
      own.set(name, pair);
      return pair;
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
    publicKey: (asked) =>
      available(async () => {
        const { alg, publicKey } = await key(asked);
        return `${alg}\n${JSON.stringify(await crypto.subtle.exportKey('jwk', publicKey))}`;
      }),
    sign: (text) =>
      available(async () => {
        const { alg, privateKey } = await key('');
        const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
        const signature = await crypto.subtle.sign({ ...parameters(alg), hash: 'SHA-256' }, privateKey, bytes);
        const text64 = btoa(String.fromCharCode(...new Uint8Array(signature)));
        return text64.replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
      }),
    async forget() {
      own.delete(name);
      await inStore('readwrite', (store) => store.delete(name)).catch(() => {});
      return '';
    },
  };
}

/** The key that is kept under that name; the new one is, if there was none that fits. */
function stored(name: string, made: Pair, fits: (pair: Pair | undefined) => unknown): Promise<Pair> {
  let kept = made;
  return inStore<Pair>('readwrite', (store) => {
    const found = store.get(name);
    found.onsuccess = () => {
      if (fits(found.result)) kept = found.result;
      else store.put(made, name);
    };
    return found;
  }).then(() => kept);
}

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
