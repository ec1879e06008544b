// What a server asks of a DPoP proof (RFC 9449 section 4.3).
import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose';

/**
 * The proof of a request, its signature checked. Rejects if there is none, or it is another request's.
 *
 * @param {{ headers: Record<string, string>, url: string, method: string }} request
 * @returns {Promise<{ header: Record<string, any>, payload: Record<string, any>, thumbprint: string }>}
 */
export async function proofOf({ headers, url, method }) {
  const { payload, protectedHeader } = await jwtVerify(headers.dpop ?? '', EmbeddedJWK, {
    typ: 'dpop+jwt',
    algorithms: ['ES256', 'Ed25519', 'EdDSA'],
    // The cases are played in a second of the past.
    currentDate: new Date(1_700_000_000_000),
    clockTolerance: 86_400,
    requiredClaims: ['jti', 'htm', 'htu', 'iat'],
  });
  const { origin, pathname } = new URL(url);
  if (payload.htu !== origin + pathname) throw new Error(`the proof is for ${payload.htu}`);
  if (payload.htm !== method) throw new Error(`the proof is for ${payload.htm}`);
  return { header: protectedHeader, payload, thumbprint: await calculateJwkThumbprint(protectedHeader.jwk) };
}

/** What a proof is bound to an access token by (RFC 9449 section 4.2). */
export const hashOf = (token) => createHash('sha256').update(token).digest('base64url');
