// The endpoints that a sign-in ends at: whether this page may read what they answer.

import { type Answer, ask, explained } from './ask.js';
import type { Finding } from './options.js';
import { isUrl, type Metadata, type Setup, textsOf } from './setup.js';

/** What the token endpoint says, and its headers. */
export interface TokenEndpoint {
  readonly finding: Finding;
  readonly headers?: Headers;
}

/** Asks for a token without a code: the server refuses that, which is all that is to be seen. */
export async function tokenEndpoint(setup: Setup, { token_endpoint: url }: Metadata): Promise<TokenEndpoint> {
  const id = 'token_endpoint';
  if (typeof url !== 'string' || !isUrl(url)) {
    const text = 'The metadata have no token_endpoint that is a URL.';
    return { finding: { id, severity: 'error', text, fix: 'Look at the metadata of the server.' } };
  }
  const { clientId, redirectUri } = setup.options;
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: clientId,
    redirect_uri: redirectUri,
  });
  const answer = await ask(setup, url, { method: 'POST', body });
  if (answer.reason) {
    const details = { url, reason: answer.reason };
    return { finding: { id, severity: 'error', ...explained(answer.reason, 'The token endpoint', url), details } };
  }
  const { status, headers } = answer.response;
  const error = errorIn(answer);
  return { finding: { id, ...judged(status, error), details: { url, status, ...(error ? { error } : {}) } }, headers };
}

/** `error` of the answer (RFC 6749 section 5.2); its characters are those of a name. */
function errorIn({ body = '' }: Answer & { body?: string }): string | undefined {
  try {
    const { error } = JSON.parse(body);
    return typeof error === 'string' && /^\w{1,64}$/.test(error) ? error : undefined;
  } catch {
    return undefined;
  }
}

function judged(status: number, error: string | undefined): Pick<Finding, 'severity' | 'text' | 'fix'> {
  if (error === 'invalid_client') {
    return {
      severity: 'error',
      text: 'The token endpoint answers invalid_client: it does not know this client, or wants a secret of it.',
      fix: 'Compare clientId with the client at the server, and register it as a public one: token_endpoint_auth_method none, "SPA".',
    };
  }
  if (error === 'unauthorized_client' || error === 'unsupported_grant_type') {
    return {
      severity: 'error',
      text: `The token endpoint answers ${error}: this client may not use the authorization code grant.`,
      fix: 'Allow the client that grant at the server.',
    };
  }
  if (status === 404 || status >= 500) {
    return {
      severity: 'error',
      text: `The token endpoint answers with status ${status}.`,
      fix: 'Look at the server, or at a proxy before it.',
    };
  }
  return { severity: 'info', text: 'The token endpoint answers, and this page may read it.', fix: '' };
}

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
