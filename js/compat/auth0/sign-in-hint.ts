import type { Auth0ClientOptions } from './types.js';

/** Remembers, in the original's own cookie, that somebody has signed in here lately. It holds nothing but that. */
export interface SignInHint {
  isThere(): boolean;
  keep(): void;
  drop(): void;
}

/** Without it every visitor's page would ask the server, in a frame, whether they are signed in there. */
export function signInHint({ clientId, sessionCheckExpiryDays = 1, cookieDomain }: Auth0ClientOptions): SignInHint {
  const cookie = `auth0.${encodeURIComponent(clientId)}.is.authenticated=true`;
  // On a server nobody signs in.
  const isServer = typeof window === 'undefined';
  const write = (seconds: number) => {
    if (isServer) return;
    const scope = ['path=/', 'samesite=lax', ...(cookieDomain ? [`domain=${cookieDomain}`] : [])];
    const secure = location.protocol === 'https:' ? ['secure'] : [];
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser that we support
    document.cookie = [cookie, `max-age=${seconds}`, ...scope, ...secure].join('; ');
  };
  return {
    isThere: () => !isServer && document.cookie.split('; ').includes(cookie),
    keep: () => write(sessionCheckExpiryDays * 86_400),
    drop: () => write(0),
  };
}
