/** The parameters of an authorization response: they leave the address bar, everything else of the app stays. */
const responseParameters = ['code', 'state', 'iss', 'error', 'error_description', 'error_uri', 'session_state'];

/** An authorization response in a URL at the redirect URI. */
export interface Callback {
  /** The whole URL, as the browser writes it. */
  readonly href: string;
  readonly state: string;
}

/** The callback in a URL, if it has the form of one at this redirect URI. Nothing of it is believed here. */
export function callbackIn(href: string, redirectUri: string): Callback | undefined {
  const url = new URL(href, location.href);
  const expected = new URL(redirectUri);
  const state = url.searchParams.get('state');
  const answers = url.searchParams.has('code') || url.searchParams.has('error');
  if (!state || !answers || url.origin !== expected.origin || url.pathname !== expected.pathname) return undefined;
  return { href: url.href, state };
}

/** The URL without the parameters of the response; the app's own keep their bytes and order. */
export function withoutResponse(href: string): string {
  const url = new URL(href);
  const own = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair && !responseParameters.includes(pair.split('=', 1)[0] as string));
  url.search = own.join('&');
  return url.href;
}

/** Path, query and hash of a URL of this origin; `undefined` for any other one (RFC 9700 section 4.11.1). */
export function ownPath(url: string): string | undefined {
  try {
    const { origin, pathname, search, hash } = new URL(url, location.href);
    return origin === location.origin ? pathname + search + hash : undefined;
  } catch {
    return undefined;
  }
}
