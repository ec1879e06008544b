// `private_key_jwt`: a signed assertion in the place of a secret (RFC 7523, RFC 7521 section 4.2, OpenID Connect Core 9).
import { stringify } from '../src/json.js';
import { base64url } from './base64url.js';
import type { ClientAuthentication } from './client-authentication.js';
import { refused } from './errors.js';

/** What an assertion may be signed with (RFC 7518 section 3.1, RFC 8037, RFC 9864). */
export type AssertionAlgorithm = 'ES256' | 'RS256' | 'PS256' | 'EdDSA' | 'Ed25519';

/** The options of {@link privateKeyJwt}. */
export interface PrivateKeyJwtOptions {
  /** `kid`, under which the server knows the public key. Default: the JWK's, if it has one. */
  keyId?: string;
  /** Default: what the key is made for; `RS256` for an RSA key that does not tell, `EdDSA` for one of Ed25519. */
  algorithm?: AssertionAlgorithm;
  /** Default: the issuer identifier, which names the server at every endpoint; older servers want the URL of their token endpoint. */
  audience?: string;
}

/** How long an assertion is good for, in seconds. */
const LIFE = 60;

const edwards = { name: 'Ed25519', hash: '', namedCurve: '' };
/** In WebCrypto's words, for importing as well as for signing. */
const algorithms: Readonly<Record<AssertionAlgorithm, typeof edwards & { saltLength?: number }>> = {
  ES256: { name: 'ECDSA', hash: 'SHA-256', namedCurve: 'P-256' },
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', namedCurve: '' },
  PS256: { name: 'RSA-PSS', hash: 'SHA-256', namedCurve: '', saltLength: 32 },
  EdDSA: edwards,
  Ed25519: edwards,
};

/**
 * `private_key_jwt`: each request carries an assertion that is signed anew, good for a minute and for one use.
 *
 * @param key a private CryptoKey that may sign, or a private JWK
 * @throws `config_error` if it is none, or of a kind that there is no algorithm for.
 */
export function privateKeyJwt(key: CryptoKey | JsonWebKey, options: PrivateKeyJwtOptions = {}): ClientAuthentication {
  const isKey = 'usages' in (key ?? {});
  const isPrivate = isKey ? (key as CryptoKey).usages.includes('sign') : typeof (key as JsonWebKey)?.d === 'string';
  if (!isPrivate) throw refused('clientAuthentication', 'made with a private key');
  const algorithm = options.algorithm ?? (isKey ? algorithmOf(key as CryptoKey) : algorithmOfJwk(key as JsonWebKey));
  const parameters = algorithm && Object.hasOwn(algorithms, algorithm) ? algorithms[algorithm] : undefined;
  if (!parameters) throw refused('clientAuthentication', 'made with a key for ES256, RS256, PS256 or EdDSA');
  const { keyId = isKey ? undefined : (key as { kid?: string }).kid, audience } = options;
  let imported: Promise<CryptoKey> | undefined;

  async function signed(claims: object): Promise<string> {
    // Not every engine gives a key of Ed25519 the same `alg`.
    const { alg: _, ...jwk } = key as JsonWebKey;
    imported ??= isKey
      ? Promise.resolve(key as CryptoKey)
      : crypto.subtle.importKey('jwk', jwk, parameters as typeof edwards, false, ['sign']);
    // The type tells it from every other token (draft-ietf-oauth-rfc7523bis).
    const header = { alg: algorithm, kid: keyId, typ: 'client-authentication+jwt' };
    const input = [header, claims].map((part) => base64url(new TextEncoder().encode(stringify(part)))).join('.');
    const signature = await crypto.subtle.sign(
      parameters as typeof edwards,
      await imported,
      new TextEncoder().encode(input),
    );
    return `${input}.${base64url(new Uint8Array(signature))}`;
  }

  return {
    method: 'private_key_jwt',
    async authenticate({ issuer, clientId, form }) {
      const iat = Math.floor(Date.now() / 1000);
      const whose = { iss: clientId, sub: clientId, aud: audience ?? issuer, jti: crypto.randomUUID() };
      form.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
      form.set('client_assertion', await signed({ ...whose, iat, exp: iat + LIFE }));
    },
  };
}

function algorithmOf({ algorithm }: CryptoKey): AssertionAlgorithm | undefined {
  const { name, hash, namedCurve = '' } = algorithm as KeyAlgorithm & { hash?: KeyAlgorithm; namedCurve?: string };
  const fits = ([, known]: [string, typeof edwards]) =>
    known.name === name && known.namedCurve === namedCurve && (!hash || known.hash === hash.name);
  return Object.entries(algorithms).find(fits)?.[0] as AssertionAlgorithm | undefined;
}

function algorithmOfJwk({ alg, kty, crv }: JsonWebKey): AssertionAlgorithm | undefined {
  const byKind: Readonly<Record<string, AssertionAlgorithm>> = {
    'EC P-256': 'ES256',
    'OKP Ed25519': 'EdDSA',
    RSA: 'RS256',
  };
  return (alg as AssertionAlgorithm | undefined) ?? byKind[crv ? `${kty} ${crv}` : `${kty}`];
}
