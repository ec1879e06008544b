import { ask, explained } from './ask.js';
import type { Finding } from './options.js';
import { isUrl, type Metadata, type Setup, textsOf } from './setup.js';

/** What a key for an algorithm is called (RFC 7518 section 6.1, RFC 8037 section 2). */
const keyTypes: Readonly<Record<string, string>> = { R: 'RSA', P: 'RSA', E: 'EC' };

export async function jwks(setup: Setup, { jwks_uri: url }: Metadata): Promise<Finding> {
  const id = 'jwks';
  const { jwks: pinned, idTokenSignedResponseAlg: wanted = 'RS256' } = setup.options;
  if (pinned || wanted === 'HS256') {
    const text = pinned
      ? 'The keys are those of the option jwks.'
      : 'No key is asked for: HS256 has none that a page may know.';
    return { id, severity: 'info', text, fix: '' };
  }
  if (typeof url !== 'string' || !isUrl(url)) {
    return {
      id,
      severity: 'error',
      text: 'The metadata have no jwks_uri that is a URL.',
      fix: 'Look at the metadata of the server.',
    };
  }
  const answer = await ask(setup, url);
  if (answer.reason) {
    const { text, fix } = explained(answer.reason, 'The key set', url);
    const pin = answer.reason === 'not_readable' ? ' Or give the keys by the option jwks.' : '';
    return { id, severity: 'error', text, fix: fix + pin, details: { url, reason: answer.reason } };
  }
  const { status } = answer.response;
  const types = typesIn(answer.body);
  const details = { url, status, keyTypes: types };
  const expected = textsOf([wanted].flat()).map((alg) => (/^Ed/.test(alg) ? 'OKP' : keyTypes[alg.charAt(0)]));
  if (status === 200 && types.some((type) => expected.includes(type))) {
    return {
      id,
      severity: 'info',
      text: 'The key set can be read, and has a key of the expected type.',
      fix: '',
      details,
    };
  }
  return {
    id,
    severity: 'error',
    text:
      status === 200
        ? `The key set has no key for ${[wanted].flat().join(' or ')}.`
        : `The key set is not at ${url}: status ${status}.`,
    fix: 'Look at the keys of the server, and at the signature algorithm of this client there.',
    details,
  };
}

function typesIn(body: string): string[] {
  try {
    const { keys } = JSON.parse(body);
    return [...new Set(textsOf((keys as { kty?: unknown }[]).map((key) => key?.kty)))];
  } catch {
    return [];
  }
}
