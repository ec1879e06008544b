// JSON Web Tokens, good and bad: header and claims, the signer, and the named edits of a case's vector.
import { derSignature, hmac, isKey, octSecret, publicJwk, publicPem, signature } from './keys.mjs';

const encode = (bytes) => Buffer.from(bytes).toString('base64url');

/** What a header member stands for. */
const headerSymbols = { 'attacker-public': () => publicJwk('attacker') };

/**
 * Makes a compact token.
 *
 * @param {object} header
 * @param {object} claims
 * @param {{ sign?: string, edit?: string }} [mutation] `sign`: who signs; `edit`: what happens to the text
 */
export function makeToken(header, claims, { sign, edit = '' } = {}) {
  const known = Object.entries(header).map(([name, value]) => [name, headerSymbols[value]?.() ?? value]);
  const parts = bytesOf(JSON.stringify(Object.fromEntries(known)), JSON.stringify(claims), edit);
  const input = Buffer.from(parts.map(encode).join('.'));
  // RFC 7797: what is signed is the payload itself.
  const signed = header.b64 === false ? Buffer.concat([Buffer.from(`${encode(parts[0])}.`), parts[1]]) : input;
  return edited(`${input}.${encode(mac(sign ?? signerOf(header.alg), header.alg, signed))}`, edit);
}

/** Who signs when the vector does not say: the key that fits the algorithm. */
export function signerOf(alg) {
  return { ES256: 'e1', ES384: 'e384', ES512: 'e521', EdDSA: 'ed1', Ed25519: 'ed1' }[alg] ?? 'k1';
}

/** Header and payload as bytes, before they are signed. */
function bytesOf(header, payload, edit) {
  const [, part, kind, argument] = /^(header|payload)-([a-z]+):(.*)$/s.exec(edit) ?? [];
  const change = (text) => {
    switch (kind) {
      case 'json':
        return Buffer.from(argument);
      case 'bytes':
        return spoilt(text, argument);
      case 'dup':
        return Buffer.from(`{"${argument}":${JSON.stringify(`another-${argument}`)},${text.slice(1)}`);
      default:
        return Buffer.from(text);
    }
  };
  return [
    part === 'header' ? change(header) : Buffer.from(header),
    part === 'payload' ? change(payload) : large(payload, edit),
  ];
}

function spoilt(text, kind) {
  if (kind === 'bom') return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]);
  if (kind === 'invalid-utf8') {
    return Buffer.concat([
      Buffer.from(`${text.slice(0, -1)},"unused":"`),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('"}'),
    ]);
  }
  if (kind === 'spaced') return Buffer.from(JSON.stringify(JSON.parse(text), null, 3));
  throw new Error(`there is no edit of bytes ${kind}`);
}

/** Payloads that cost: of many bytes, or of deep nesting. */
function large(payload, edit) {
  const [, megabytes] = /^huge:(\d+)MB$/.exec(edit) ?? [];
  if (megabytes) return Buffer.from(`${payload.slice(0, -1)},"unused":"${'x'.repeat(megabytes * 750_000)}"}`);
  const [, depth] = /^depth:(\d+)$/.exec(edit) ?? [];
  if (depth) return Buffer.from(`${payload.slice(0, -1)},"unused":${'['.repeat(depth)}${']'.repeat(depth)}}`);
  return Buffer.from(payload);
}

function mac(sign, alg, input) {
  switch (sign) {
    case 'none':
      return Buffer.alloc(0);
    case 'zero64':
      return Buffer.alloc(64);
    case 'hmac-pem':
      return hmac(alg, input, publicPem());
    case 'hmac-client-id':
      return hmac(alg, input, 'spa-1');
    case 'hs256':
    case 'oct':
      return hmac(alg, input, octSecret);
    case 'e1-der':
      return derSignature('e1', input);
    case 'corrupt': {
      const bytes = signature(signerOf(alg), alg, input);
      bytes[bytes.length - 1] ^= 1;
      return bytes;
    }
    default:
      if (!isKey(sign)) throw new Error(`nobody signs as ${sign}`);
      return signature(sign, alg, input);
  }
}

/** What happens to the signed text. */
function edited(token, edit) {
  const parts = token.split('.');
  const [name, argument = ''] = edit.split(/:(.*)/s);
  // In the file, a line end is written as a backslash and an n.
  const text = argument.replaceAll('\\n', '\n').replaceAll('\\t', '\t');
  switch (name) {
    case 'append':
      return token + text;
    case 'prepend':
      return text + token;
    case 'one-segment':
      return parts[0];
    case 'two-segments':
      return parts.slice(0, 2).join('.');
    case 'pad-header':
      return [`${parts[0]}=`, parts[1], parts[2]].join('.');
    case 'pad-payload':
      return [parts[0], `${parts[1]}=`, parts[2]].join('.');
    case 'pad-signature':
      return `${token}=`;
    case 'empty-payload':
      return [parts[0], '', parts[2]].join('.');
    case 'empty-signature':
      return [parts[0], parts[1], ''].join('.');
    case 'spare-bits':
      return [parts[0], parts[1], withSpareBits(parts[2])].join('.');
    case 'json-serialization':
      return JSON.stringify({ protected: parts[0], payload: parts[1], signature: parts[2] });
    case 'jwe':
      return [...parts, parts[2], parts[2]].join('.');
    case '':
    case 'huge':
    case 'depth':
    case 'header-json':
    case 'header-bytes':
    case 'header-dup':
    case 'payload-json':
    case 'payload-bytes':
    case 'payload-dup':
      return token;
    default:
      throw new Error(`there is no edit ${name}`);
  }
}

/** The same bytes for a careless decoder: the last symbol has bits that no byte uses (RFC 4648 section 3.5). */
function withSpareBits(text) {
  const symbols = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return text.slice(0, -1) + symbols[symbols.indexOf(text.at(-1)) + 1];
}
