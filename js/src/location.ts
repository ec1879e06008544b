/** The parameters of an authorization response: they leave the address bar, everything else of the app stays. */
export const responseParameters =
  'code state iss error error_description error_uri error_id error_user_msg error_message_key session_state response'.split(
    ' ',
  );

/** An authorization response in a URL at the redirect URI. */
export interface Callback {
  /** The whole URL, as the server wrote it. */
  readonly href: string;
  readonly state: string;
}

/** Where a client asks the server to put the response. */
export type Place = 'search' | 'hash';

/** Whether the text is an absolute URL. */
export function isUrl(text: string): boolean {
  return parsedUrl(text) !== undefined;
}

/** The URL as the browser writes it; what is none is left as it is, and ends as no callback. */
export function absolute(url: string): string {
  return parsedUrl(url, location.href)?.href ?? url;
}

/** The callback in a URL, if it has the form of one at this redirect URI. Nothing of it is believed here. */
export function callbackIn(href: string, redirectUri: string, place: Place): Callback | undefined {
  const url = parsedUrl(href, location.href);
  const expected = new URL(redirectUri);
  if (url?.origin !== expected.origin || url.pathname !== expected.pathname) return undefined;
  if (place === 'hash') url.hash = cut(url.hash)[1];
  const parameters = new URLSearchParams(url[place].slice(1));
  const token = parameters.get('response');
  const state = parameters.get('state') ?? (token && stateOf(token));
  const answers = token || parameters.has('code') || parameters.has('error');
  return state && answers ? { href: url.href, state } : undefined;
}

/** `state` of an answer that is a signed token (JARM). */
function stateOf(token: string): string | undefined {
  try {
    return JSON.parse(atob((token.split('.')[1] as string).replace(/[-_]/g, (c) => (c > '-' ? '/' : '+')))).state;
  } catch {
    return undefined;
  }
}

/** The URL without these parameters; the app's own keep their bytes and order. */
export function without(parameters: readonly string[], href: string, place: Place = 'search'): string {
  const url = new URL(href);
  const [start, pairs] = cut(url[place]);
  const own = pairs.split('&').filter((pair) => pair && !parameters.includes(pair.split('=', 1)[0] as string));
  url[place] = start + own.join('&');
  return url.href;
}

/** A query or fragment without its mark: the slash of a router that took the fragment for a path, and the rest. */
function cut(part: string): [start: string, pairs: string] {
  const at = part.startsWith('#/') ? 2 : 1;
  return [part.slice(1, at), part.slice(at)];
}

/** Shows the URL in the address bar, in the place of the one that is there; the app's own state stays with it. */
export function show(url: string) {
  history.replaceState(history.state, '', url);
}

/** Path, query and hash of a URL of this origin; `undefined` for any other one (RFC 9700 section 4.11.1). */
export function ownPath(url: unknown): string | undefined {
  const own = typeof url === 'string' ? parsedUrl(url, location.href) : undefined;
  return own?.origin === location.origin ? own.pathname + own.search + own.hash : undefined;
}

/** The URL, if the text is one. */
export function parsedUrl(url: string, base?: string): URL | undefined {
  try {
    return new URL(url, base);
  } catch {
    return undefined;
  }
}
