// The key pairs of the cases, made anew for every run, and what each of them does with bytes.
import { constants, createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';

const rsa = (modulusLength) => () => generateKeyPairSync('rsa', { modulusLength });
const ec = (namedCurve) => () => generateKeyPairSync('ec', { namedCurve });

/** Name of a key -> how it is made; a case names it in `sign`, the key set by `kid`. */
const makers = {
  k1: rsa(2048),
  k2: rsa(2048),
  attacker: rsa(2048),
  'rsa-1024': rsa(1024),
  e1: ec('P-256'),
  e384: ec('P-384'),
  e521: ec('P-521'),
  ed1: () => generateKeyPairSync('ed25519'),
};

const pairs = new Map();

/** The pair of that name; made when it is first asked for. */
export function keyPair(name) {
  if (!Object.hasOwn(makers, name)) throw new Error(`there is no key ${name}`);
  if (!pairs.has(name)) pairs.set(name, makers[name]());
  return pairs.get(name);
}

/** Whether a key of that name can be made. */
export const isKey = (name) => Object.hasOwn(makers, name);

/** The public key as a JWK of that `kid`. */
export function publicJwk(name, kid = name) {
  return { ...keyPair(name).publicKey.export({ format: 'jwk' }), kid, use: 'sig' };
}

/** The signature over `input` by that key, in the form that the `alg` of the header asks for. */
export function signature(name, alg, input) {
  const key = keyPair(name).privateKey;
  const hash = /^(RS|PS|ES)(256|384|512)$/.exec(alg);
  if (key.asymmetricKeyType === 'ed25519') return sign(null, input, key);
  if (key.asymmetricKeyType === 'ec') {
    const digest = hash ? `sha${hash[2]}` : 'sha256';
    return sign(digest, input, { key, dsaEncoding: 'ieee-p1363' });
  }
  const digest = hash ? `sha${hash[2]}` : 'sha256';
  if (alg?.startsWith('PS')) {
    return sign(digest, input, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: Number(hash[2]) / 8 });
  }
  return sign(digest, input, key);
}

/** The same key, its signature in DER (RFC 7518 section 3.4 wants 64 bytes). */
export const derSignature = (name, input) => sign('sha256', input, keyPair(name).privateKey);

/** A MAC keyed with what everybody knows: the public key, or the client's identifier. */
export function hmac(alg, input, secret) {
  return createHmac(`sha${/\d+$/.exec(alg)?.[0] ?? 256}`, secret)
    .update(input)
    .digest();
}

/** What an `oct` key of a key set would be: known to everybody who reads the set. */
export const octSecret = Buffer.from('a secret that stands in the key set for everybody');

/** The public key of k1 in the form that libraries hand to a MAC by mistake. */
export const publicPem = () => createPublicKey(keyPair('k1').privateKey).export({ type: 'spki', format: 'pem' });
