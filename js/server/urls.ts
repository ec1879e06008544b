import { parsedUrl } from '../src/location.js';
import type { Rejection } from './errors.js';

/** The callback at the redirect URI's origin: behind a proxy, the host of a request is whatever a framework took it for. */
export function callbackAt(redirectUri: string, callbackUrl: string | URL): URL {
  const given = parsedUrl(String(callbackUrl), redirectUri);
  if (!given) throw { code: 'callback_malformed' } satisfies Rejection;
  const url = new URL(redirectUri);
  url.pathname = given.pathname;
  url.search = given.search;
  return url;
}

/** Path, query and hash of a URL of the app that has this redirect URI (RFC 9700 section 4.11.1). */
export function ownPath(redirectUri: string, returnTo: unknown): string {
  const { origin } = new URL(redirectUri);
  const url = typeof returnTo === 'string' ? parsedUrl(returnTo, origin) : undefined;
  // A path that begins with two slashes would be another host's URL where it is followed.
  if (url?.origin !== origin || url.pathname.startsWith('//'))
    throw { code: 'config_error', option: 'returnTo' } satisfies Rejection;
  return url.pathname + url.search + url.hash;
}
