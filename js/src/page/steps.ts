import type { Step } from '../diagnosis/options.js';
import type { ErrorCode } from '../errors.js';

const MOST = 100;

/** Notes what begins; the function that it gives notes how it ended. A URL is shortened here, so that no query can get in. */
export function begin(
  steps: Step[],
  { url, ...what }: Pick<Step, 'phase' | 'method'> & { url?: string },
): (end: Pick<Step, 'status' | 'code'>) => void {
  const begun = performance.now();
  const step = { at: Date.now() / 1000, ...what, ...(url === undefined ? {} : { endpoint: endpointOf(url) }) };
  steps.push(step);
  if (steps.length > MOST) steps.shift();
  return (end) => {
    Object.assign(step, end, { durationSeconds: (performance.now() - begun) / 1000 });
  };
}

/** What a request failed with. Its reason may be an app's own, whose name and text could say anything. */
export const codeOf = (reason: unknown): ErrorCode =>
  (reason as Partial<Error> | undefined)?.name === 'TimeoutError' ? 'timeout' : 'network_error';

function endpointOf(url: string) {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}
