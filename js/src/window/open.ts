// The one part of a sign-in in a popup that cannot wait for a module: the window.
import type { BegunElsewhere } from '../core.js';
import type { PopupOptions } from './options.js';

/** A popup in the task of the user's gesture. */
export interface Opened {
  /** `null` if the browser refused. */
  readonly popup: Window | null;
  /** The sign-in that the popup is on its way to; otherwise it is blank, or where the app left it. */
  readonly begun: BegunElsewhere | undefined;
  /** What concerns the sign-in, for the core. */
  readonly request: string;
}

/**
 * Opens the popup, on its final URL if `begin` can tell it at once. Nothing may be awaited before: a browser takes a window that opens
 * in a later task for an advertisement.
 */
export function openPopup(options: PopupOptions, begin: (request: string) => BegunElsewhere | undefined): Opened {
  const { popup: given, width = 480, height = 680, features, signal: _, timeoutSeconds: __, ...rest } = options;
  const request = JSON.stringify(rest);
  if (given !== undefined) return { popup: given, begun: undefined, request };
  let begun: BegunElsewhere | undefined;
  try {
    begun = begin(request);
  } catch {
    // Not ready; or a mistake in the options, which is told as that of any call.
  }
  const left = screenX + (outerWidth - width) / 2;
  const top = screenY + (outerHeight - height) / 2;
  const middle = `popup,width=${width},height=${height},left=${left},top=${top}`;
  return { popup: open(begun?.url ?? '', '_blank', features ?? middle), begun, request };
}
