import type { ClientOptions } from '../options.js';
import type { Finding, Step } from './options.js';

/** The diagnosis as a text, for people. */
export function textOf(
  { issuer, clientId }: ClientOptions,
  findings: readonly Finding[],
  steps: readonly Step[],
): string {
  return [
    `Proofkey: client ${clientId} of ${issuer}, in a page of ${location.origin}`,
    navigator.userAgent,
    '',
    ...findings.flatMap(({ id, severity, text, fix }) => [
      `${severity} ${id}: ${text}`,
      ...(fix ? [`  -> ${fix}`] : []),
    ]),
    '',
    steps.length > 0 ? 'What the client did before:' : 'The client did nothing before.',
    ...steps.map(lineOf),
  ].join('\n');
}

function lineOf({ at, phase, method, endpoint, status, code, durationSeconds }: Step) {
  const took = durationSeconds === undefined ? 'has not ended' : `${durationSeconds.toFixed(3)} s`;
  const parts = [new Date(at * 1000).toISOString(), phase ?? `${method} ${endpoint}`, status, code, took];
  return parts.filter((part) => part !== undefined).join(' ');
}
