import type { ErrorCode } from '../errors.js';
import { parse } from '../json.js';

/** Bytes travel between page and core as texts of as many characters. */
const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** See `Effects.verify`. WebCrypto has the code and the constant-time arithmetic for it. */
export async function verify(
  jwk: string,
  parameters: string,
  signingInput: string,
  signature: string,
): Promise<boolean> {
  const { subtle } = crypto;
  const algorithm = parse(parameters);
  const key = await subtle.importKey('jwk', parse(jwk), algorithm, false, ['verify']).catch((reason) => {
    // An algorithm that this browser does not have; or a key that is none, an EC point off its curve for example.
    throw (reason?.name === 'NotSupportedError' ? 'crypto_unavailable' : 'key_unusable') satisfies ErrorCode;
  });
  return subtle.verify(algorithm, key, bytesOf(signature), bytesOf(signingInput)).catch(unavailable);
}

/** See `Effects.digest`. */
export async function digest(hash: string, text: string): Promise<string> {
  const bytes = await crypto.subtle.digest(hash, bytesOf(text)).catch(unavailable);
  return String.fromCharCode(...new Uint8Array(bytes));
}

function unavailable(): never {
  throw 'crypto_unavailable' satisfies ErrorCode;
}
