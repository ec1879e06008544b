// What the server says of itself.
import { type Answer, ask, explained } from './ask.js';
import type { Finding } from './options.js';
import type { Metadata, Setup } from './setup.js';

/** The document, if it can be read, and what is to be said of how it came. */
export interface Server {
  readonly findings: readonly Finding[];
  /** What there is to go on with: the document, or the app's own. */
  readonly metadata?: Metadata | undefined;
  readonly headers?: Headers;
}

export async function findServer(setup: Setup): Promise<Server> {
  const { options, discovery } = setup;
  const { metadata } = options;
  if (options.discovery === false) {
    const text = 'The server is not asked for its metadata (discovery: false): the ones of the options hold.';
    return { findings: [{ id: 'discovery', severity: 'info', text, fix: '' }], metadata };
  }
  const { url } = discovery;
  const answer = await ask(setup, url);
  const problem = problemOf(answer, url);
  if (problem) {
    const standsIn = metadata ? ' The metadata of the options may stand in.' : '';
    const isUnreachable = answer.reason !== undefined;
    const severity = metadata && isUnreachable ? 'warning' : 'error';
    const finding = {
      id: 'discovery',
      severity,
      ...problem,
      text: problem.text + (isUnreachable ? standsIn : ''),
    } as const;
    return { findings: [finding], metadata };
  }
  const { response, body } = answer as Extract<Answer, { body: string }>;
  const document: Metadata = JSON.parse(body);
  const text = 'The discovery document can be read.';
  return {
    findings: [{ id: 'discovery', severity: 'info', text, fix: '', details: { url } }, issuer(setup, document)],
    metadata: document,
    headers: response.headers,
  };
}

/** Why it is no document. */
function problemOf(answer: Answer, url: string): Pick<Finding, 'text' | 'fix' | 'details'> | undefined {
  if (answer.reason) {
    const { text, fix } = explained(answer.reason, 'The discovery document', url);
    const path =
      answer.reason === 'not_readable' ? ' Or the path of issuer is wrong: many a server says 404 without CORS.' : '';
    return { text, fix: fix + path, details: { url, reason: answer.reason } };
  }
  const { status, headers } = answer.response;
  const contentType = headers.get('content-type') ?? '';
  const details = { url, status, contentType };
  if (status !== 200) {
    return {
      text: `The discovery document is not at ${url}: status ${status}.`,
      fix: 'Compare issuer with the address that the server tells for this tenant or realm: the path counts, too.',
      details,
    };
  }
  try {
    const document: unknown = JSON.parse(answer.body);
    if (typeof document === 'object' && document !== null && /\bjson\b/i.test(contentType)) return undefined;
  } catch {
    // Said below.
  }
  return {
    text: `What is at ${url} is no JSON document (${contentType || 'no content type'}).`,
    fix: 'Compare issuer with the address that the server tells: this may be a web page, or a proxy in between.',
    details,
  };
}

function issuer({ options: { issuer: expected } }: Setup, { issuer: received }: Metadata): Finding {
  const id = 'issuer';
  const details = { expected, received };
  if (received === expected) {
    return {
      id,
      severity: 'info',
      text: 'The server calls itself by the name of the option issuer.',
      fix: '',
      details,
    };
  }
  return {
    id,
    severity: 'error',
    text: `The server calls itself ${JSON.stringify(received)}, and the option issuer is ${JSON.stringify(expected)}.`,
    fix: 'Set issuer to exactly what the server writes, a final slash included, if that is the server you mean.',
    details,
  };
}
