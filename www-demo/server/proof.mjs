// What an API asks of a DPoP proof (RFC 9449 sections 4.3 and 7).
import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose';

/** How old a proof may be, in seconds. */
const FRESH = 60;

/**
 * Rejects with what is wrong with the proof of a request, or with the nonce that is missing.
 *
 * @param {import('node:http').IncomingMessage} request
 * @param {{ url: string, token: string, claims: { cnf?: { jkt?: string } }, nonce?: string, seen: Set<string> }} given `seen`: identifiers
 * that were used
 */
export async function checkProof(request, { url, token, claims, nonce, seen }) {
  const { payload, protectedHeader } = await jwtVerify(request.headers.dpop ?? '', EmbeddedJWK, {
    typ: 'dpop+jwt',
    algorithms: ['ES256', 'Ed25519'],
    maxTokenAge: FRESH,
    requiredClaims: ['jti', 'htm', 'htu'],
  });
  const { origin, pathname } = new URL(request.url, url);
  const hash = createHash('sha256').update(token).digest('base64url');
  const isRight =
    payload.htm === request.method &&
    payload.htu === origin + pathname &&
    payload.ath === hash &&
    claims.cnf?.jkt === (await calculateJwkThumbprint(protectedHeader.jwk));
  if (!isRight || seen.has(payload.jti)) throw new ProofError('invalid_dpop_proof');
  if (nonce && payload.nonce !== nonce) throw new ProofError('use_dpop_nonce');
  seen.add(payload.jti);
}

/** Its message is the error code of the challenge. */
export class ProofError extends Error {}
