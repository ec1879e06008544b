import type { Effects } from '../core.js';
import type { ErrorCode } from '../errors.js';
import { parse } from '../json.js';

/** Bytes travel between page and core as texts of as many characters. */
const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** What WebCrypto does, which has the code and the constant-time arithmetic for it; `crypto_unavailable` where it fails, or is none. */
async function available<T>(work: (subtle: SubtleCrypto) => Promise<T>): Promise<T> {
  try {
    return await work(crypto.subtle);
  } catch (reason) {
    throw (reason === 'key_unusable' ? reason : 'crypto_unavailable') satisfies ErrorCode;
  }
}

/** See `Effects.verify`. */
export const verify: Effects['verify'] = (jwk, parameters, signingInput, signature) =>
  available(async (subtle) => {
    const algorithm = parse(parameters);
    const key = await subtle.importKey('jwk', parse(jwk), algorithm, false, ['verify']).catch((reason) => {
      // An algorithm that this browser does not have; or a key that is none, an EC point off its curve for example.
      throw reason?.name === 'NotSupportedError' ? reason : ('key_unusable' satisfies ErrorCode);
    });
    return subtle.verify(algorithm, key, bytesOf(signature), bytesOf(signingInput));
  });

/** See `Effects.digest`. */
export const digest: Effects['digest'] = (hash, text) =>
  available(async (subtle) => String.fromCharCode(...new Uint8Array(await subtle.digest(hash, bytesOf(text)))));
