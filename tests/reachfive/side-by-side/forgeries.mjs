// ID Tokens that the server never signed.
import { createSecretKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { decodeProtectedHeader, SignJWT } from 'jose';

const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

/** The same header and claims, signed by someone else. */
export function byAnother(idToken, { claims }) {
  const header = decodeProtectedHeader(idToken);
  const key = header.alg === 'HS256' ? createSecretKey(randomBytes(32)) : stranger;
  return new SignJWT(claims).setProtectedHeader(header).sign(key);
}

export function unsigned(_idToken, { claims }) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`;
}

/** The algorithm that a browser cannot verify, where the client is registered for one that it can. */
export function bySharedSecret(idToken, { claims }) {
  const { kid } = decodeProtectedHeader(idToken);
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid })
    .sign(createSecretKey(randomBytes(32)));
}
