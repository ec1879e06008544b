import { ask, explained } from './ask.js';
import type { Finding } from './options.js';
import { isUrl, type Metadata, type Setup } from './setup.js';

/** What the token endpoint says, and its headers. */
export interface TokenEndpoint {
  readonly finding: Finding;
  readonly headers?: Headers;
}

/** Asks for a token without a code: the server refuses that, and how it does is all that is to be seen. */
export async function tokenEndpoint(setup: Setup, { token_endpoint: url }: Metadata): Promise<TokenEndpoint> {
  const id = 'token_endpoint';
  if (typeof url !== 'string' || !isUrl(url)) {
    const text = 'The metadata have no token_endpoint that is a URL.';
    return { finding: { id, severity: 'error', text, fix: 'Look at the metadata of the server.' } };
  }
  const { clientId, redirectUri } = setup.options;
  const form = { grant_type: 'authorization_code', client_id: clientId, redirect_uri: redirectUri };
  const answer = await ask(setup, url, { method: 'POST', body: new URLSearchParams(form) });
  if (answer.reason) {
    const details = { url, reason: answer.reason };
    return { finding: { id, severity: 'error', ...explained(answer.reason, 'The token endpoint', url), details } };
  }
  const { status, headers } = answer.response;
  const error = errorIn(answer.body);
  return { finding: { id, ...judged(status, error), details: { url, status, ...(error ? { error } : {}) } }, headers };
}

/** `error` of the answer (RFC 6749 section 5.2); its characters are those of a name. */
function errorIn(body: string): string | undefined {
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
