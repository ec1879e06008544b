// The diagnosis of a set-up. Loaded when it is asked for, and without the core: that may be what cannot be loaded.
import type { Made } from '../page/page.js';
import type { UserClaims } from '../types.js';
import * as browser from './browser.js';
import { capabilities } from './capabilities.js';
import { contentSecurityPolicy, lastFailure, ready } from './client.js';
import { clock } from './clock.js';
import { thirdPartyCookies } from './cookies.js';
import { jwks } from './keys.js';
import type { Diagnosis, Finding } from './options.js';
import { type OwnPage, ownPage } from './own-site.js';
import { Policy } from './policy.js';
import { redirectUri } from './redirect-uri.js';
import { findServer } from './server.js';
import type { Metadata, Setup } from './setup.js';
import { textOf } from './text.js';
import { tokenEndpoint } from './token-endpoint.js';

/** Looks at everything. Each request has its own limit, and together they stay below 15 seconds. */
export async function diagnose<Claims extends UserClaims>(
  { options, fetch, discovery, steps: log }: Made<Claims>,
  start: () => Promise<void>,
): Promise<Diagnosis> {
  // As they were: the diagnosis leaves steps of its own.
  const steps = log.map((step) => ({ ...step }));
  const policy = new Policy();
  try {
    const findings = await found({ options, fetch, discovery, steps, policy }, start);
    const sorted = bySeverity(findings);
    return { findings: sorted, steps, toString: () => textOf(options, sorted, steps) };
  } finally {
    policy.end();
  }
}

async function found(setup: Setup, start: () => Promise<void>): Promise<Finding[]> {
  const begun = ready(start);
  const [server, here, there, framed] = await Promise.all([
    findServer(setup),
    ownPage(setup, location),
    ownPage(setup, new URL(setup.options.redirectUri)),
    browser.framed(),
  ]);
  const { metadata } = server;
  const atServer = metadata ? await askedOf(setup, metadata, there) : undefined;
  const witnesses = { token: atServer?.tokenHeaders, discovery: server.headers, own: here ?? there };
  const { token_endpoint: tokenUrl, jwks_uri: keysUrl } = metadata ?? {};
  const endpoints = [setup.discovery.url, tokenUrl, keysUrl];
  return [
    browser.secureContext(),
    browser.storage(setup),
    ...framed,
    ...server.findings,
    ...(atServer?.findings ?? []),
    contentSecurityPolicy(
      setup,
      endpoints.filter((url) => typeof url === 'string'),
    ),
    await begun,
    clock(setup, witnesses),
    browser.crossOriginIsolation(here),
    thirdPartyCookies(setup, metadata),
    ...lastFailure(setup),
  ];
}

/** What the server has to be asked itself. */
async function askedOf(setup: Setup, metadata: Metadata, callback: OwnPage | undefined) {
  const [token, keys, redirect] = await Promise.all([
    tokenEndpoint(setup, metadata),
    jwks(setup, metadata),
    redirectUri(setup, metadata, callback),
  ]);
  const findings = [redirect, ...capabilities(setup, metadata), token.finding, keys];
  return { findings, tokenHeaders: token.headers };
}

const severities: readonly Finding['severity'][] = ['error', 'warning', 'info'];

const bySeverity = (findings: readonly Finding[]) =>
  [...findings].sort((one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity));
