import type { Finding } from './options.js';
import type { OwnPage } from './own-site.js';
import type { Setup } from './setup.js';

/** What may tell the time: answers that were made just now. */
export interface Witnesses {
  /** The token endpoint's answer is what the client itself goes by. */
  readonly token: Headers | undefined;
  readonly discovery: Headers | undefined;
  readonly own: OwnPage | undefined;
}

export function clock({ options }: Setup, { token, discovery, own }: Witnesses): Finding {
  const id = 'clock';
  const { clockOffsetSeconds, clockToleranceSeconds = 60 } = options;
  const corrects = clockOffsetSeconds !== undefined || token?.has('date') === true;
  const [skewSeconds, witness] = [
    [aheadOf(token), 'the server'] as const,
    [aheadOf(discovery), 'the server'] as const,
    // A service worker may answer with what is old.
    [navigator.serviceWorker?.controller ? undefined : aheadOf(own?.headers), "the app's own server"] as const,
  ].find(([ahead]) => ahead !== undefined) ?? [undefined, ''];
  if (skewSeconds === undefined) {
    return {
      id,
      severity: 'info',
      text: 'The clock of this device cannot be compared: no answer has a Date header that the page may read.',
      fix: 'To have it told, let the server send Access-Control-Expose-Headers: Date.',
    };
  }
  const left = skewSeconds - (clockOffsetSeconds ?? 0);
  const details = { skewSeconds, witness };
  if (Math.abs(left) <= clockToleranceSeconds) {
    return { id, severity: 'info', text: `The clock of this device agrees with that of ${witness}.`, fix: '', details };
  }
  const text = `The clock of this device is ${spelled(left)}, compared with that of ${witness}`;
  if (corrects && clockOffsetSeconds === undefined) {
    return { id, severity: 'info', text: `${text}; the client goes by the server's.`, fix: '', details };
  }
  return {
    id,
    severity: 'error',
    text: `${text}: a sign-in ends in clock_skew${left > 0 ? '' : ', unless ID Tokens live for longer than that'}.`,
    fix: 'Set the clock of the device. Or let the server send Access-Control-Expose-Headers: Date with its answers, or set clockOffsetSeconds.',
    details,
  };
}

/** How many seconds the other clock is ahead of this device's; an answer out of a cache tells how old it is. */
function aheadOf(headers: Headers | undefined): number | undefined {
  const at = Date.parse(headers?.get('date') ?? '') + Number(headers?.get('age') ?? 0) * 1000;
  return Number.isNaN(at) ? undefined : Math.round((at - Date.now()) / 1000);
}

function spelled(ahead: number) {
  const seconds = Math.abs(ahead);
  const much = seconds < 120 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`;
  return `${much} ${ahead > 0 ? 'slow' : 'fast'}`;
}
