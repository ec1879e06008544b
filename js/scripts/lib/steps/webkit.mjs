// WebKitGTK: the engine of Safari on Linux, its driver, and a screen for it, since it has no mode without one.
import { StepError } from '../run.mjs';
import { aptCommand, isDebian, missingPackages } from './apt.mjs';
import { chosen, which } from './which.mjs';

// xvfb-run does nothing without xauth, which xvfb only recommends.
const debian = ['webkit2gtk-driver', 'xvfb', 'xauth'];

/** @returns {Promise<{ WEBKITDRIVER: string, XVFB_RUN: string } | undefined>} */
export async function probe() {
  const driver = chosen('WEBKITDRIVER') ?? which('WebKitWebDriver');
  const screen = which('xvfb-run');
  return driver && screen && which('xauth') ? { WEBKITDRIVER: driver, XVFB_RUN: screen } : undefined;
}

/** The packages that would help. */
export async function packages() {
  if (isDebian()) return missingPackages(debian);
  throw missing();
}

/** After the packages. */
export async function install() {
  const found = await probe();
  if (!found) throw missing();
  return found;
}

function missing() {
  const others = 'test in the others: npm test -- --browsers chromium,firefox';
  const fix = isDebian()
    ? `as root: ${aptCommand(debian)}`
    : `install WebKitWebDriver of WebKitGTK, xvfb-run and xauth (Linux only), or ${others}`;
  return new StepError('The tests need WebKitGTK with its driver, and xvfb-run.', { fix });
}
