// What this browser and this page's own address allow.
import type { Finding } from './options.js';
import type { OwnPage } from './own-site.js';
import type { Setup } from './setup.js';
import { within } from './setup.js';

export function secureContext(): Finding {
  const id = 'secure_context';
  if (isSecureContext && crypto.subtle) {
    return { id, severity: 'info', text: 'The page is a secure context: WebCrypto is there.', fix: '' };
  }
  return {
    id,
    severity: 'error',
    text: `${location.origin} is no secure context, so the browser gives it no WebCrypto: signing in is refused with insecure_origin.`,
    fix: 'Serve the page over https: on your own machine from http://localhost, or under another name with a local certificate (mkcert makes one).',
    details: { origin: location.origin },
  };
}

export function storage({ options: { store } }: Setup): Finding {
  const id = 'storage';
  if (!works('sessionStorage')) {
    return {
      id,
      severity: 'error',
      text: 'sessionStorage is denied or full: a sign-in cannot be remembered until the user is back, and is refused with storage_unavailable.',
      fix: 'Allow site data for this site. In a frame: open the page in a tab of its own, or let the sandbox have allow-same-origin.',
    };
  }
  if (store === 'localStorage' && !works('localStorage')) {
    return {
      id,
      severity: 'warning',
      text: 'localStorage is denied or full: the session is kept in another store, and other tabs do not share it.',
      fix: 'Allow site data for this site.',
    };
  }
  return { id, severity: 'info', text: 'The storages that are needed can be used.', fix: '' };
}

function works(name: 'sessionStorage' | 'localStorage') {
  const key = 'proofkey:diagnosis';
  try {
    window[name].setItem(key, '1');
    window[name].removeItem(key);
    return true;
  } catch {
    return false;
  }
}

/** @param own this page, as its server gives it */
export function crossOriginIsolation(own: OwnPage | undefined): Finding {
  const id = 'cross_origin_isolation';
  const opener = own?.headers.get('cross-origin-opener-policy') ?? undefined;
  const cutsOpener = opener?.startsWith('same-origin') === true && !opener.startsWith('same-origin-allow-popups');
  const details = { crossOriginIsolated, ...(opener === undefined ? {} : { crossOriginOpenerPolicy: opener }) };
  if (!crossOriginIsolated && !cutsOpener) {
    return { id, severity: 'info', text: 'The page is not isolated from other origins.', fix: '', details };
  }
  const frames = crossOriginIsolated
    ? 'loginSilently and monitorSession need a hidden frame of the server, which it refuses. '
    : '';
  return {
    id,
    severity: 'warning',
    text: `The page is isolated (${crossOriginIsolated ? 'Cross-Origin-Embedder-Policy and ' : ''}Cross-Origin-Opener-Policy). ${frames}A popup works, but that the user has closed it cannot be seen. Sign-in by redirect and refresh work.`,
    fix: 'Leave the headers out where nothing needs them (SharedArrayBuffer does); Cross-Origin-Opener-Policy: same-origin-allow-popups keeps the tie to popups.',
    details,
  };
}

/** Nothing where the page is no frame. */
export async function framed(): Promise<Finding[]> {
  if (window === top) return [];
  // Whether it has its own cookies there, as a third party.
  const asked = document.hasStorageAccess?.().catch(() => undefined) ?? Promise.resolve(undefined);
  const hasStorageAccess = await within(1000, asked, undefined);
  return [
    {
      id: 'framed',
      severity: 'warning',
      text: `This page is in a frame, where a sign-in cannot end (callback_in_frame)${hasStorageAccess === false ? ', and the browser keeps its cookies and storages from it, or apart' : ''}.`,
      fix: 'Sign in in a tab of its own, or by loginWithPopup.',
      details: hasStorageAccess === undefined ? {} : { hasStorageAccess },
    },
  ];
}
