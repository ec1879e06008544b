import { base64url, bytesOf } from './base64url.js';
import { refused } from './errors.js';

const SHORTEST = 32;
/** Of AES-GCM's initialisation vector, in bytes. */
const IV = 12;

const utf8 = (text: string) => new TextEncoder().encode(text);

/** Authenticated encryption of texts (AES-256-GCM), each under a label that it is bound to. */
export interface Seal {
  close(text: string, label: string): Promise<string>;
  /** `undefined` if none of the secrets opens it under that label. */
  open(sealed: string, label: string): Promise<string | undefined>;
}

/**
 * @param secrets the first one closes, all of them open
 * @param purpose what the keys are for: the same secrets give others for another one
 * @throws `config_error` if a secret is too short to be one.
 */
export function sealOf(secrets: string | readonly string[], purpose: string): Seal {
  const all: readonly unknown[] = typeof secrets === 'string' ? [secrets] : Array.isArray(secrets) ? [...secrets] : [];
  const isGood = (secret: unknown): secret is string => typeof secret === 'string' && secret.length >= SHORTEST;
  if (all.length === 0 || !all.every(isGood)) {
    throw refused('cookieSecret', `a random text of at least ${SHORTEST} characters, or a list of such texts`);
  }
  // Made when the first one is needed: nothing is computed where a client is only created.
  let made: Promise<CryptoKey[]> | undefined;
  const keys = () => {
    made ??= Promise.all(all.map((secret) => keyOf(secret, purpose)));
    return made;
  };
  return {
    async close(text, label) {
      const [key] = await keys();
      const iv = crypto.getRandomValues(new Uint8Array(IV));
      const parameters = { name: 'AES-GCM', iv, additionalData: utf8(label) };
      const closed = new Uint8Array(await crypto.subtle.encrypt(parameters, key as CryptoKey, utf8(text)));
      return base64url(Uint8Array.of(...iv, ...closed));
    },
    async open(sealed, label) {
      for (const key of await keys()) {
        try {
          const bytes = bytesOf(sealed);
          const parameters = { name: 'AES-GCM', iv: bytes.slice(0, IV), additionalData: utf8(label) };
          return new TextDecoder().decode(await crypto.subtle.decrypt(parameters, key, bytes.slice(IV)));
        } catch {
          // Another secret's, or nobody's.
        }
      }
      return undefined;
    },
  };
}

/** HKDF (RFC 5869) without salt: the secret is random already. */
async function keyOf(secret: string, purpose: string): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', utf8(secret), 'HKDF', false, ['deriveKey']);
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: utf8(purpose) };
  return crypto.subtle.deriveKey(derivation, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}
