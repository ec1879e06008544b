// Chromium or Chrome, and the chromedriver of the same major version.
import { platform } from 'node:os';
import { capture, StepError } from '../run.mjs';
import { aptCommand, isDebian, missingPackages } from './apt.mjs';
import { chosen, isProgram, which } from './which.mjs';

const debian = ['chromium', 'chromium-driver'];
const names = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser'];
const bundles = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** @returns {Promise<{ CHROME: string, CHROMEDRIVER: string } | undefined>} */
export async function probe() {
  const { browsers, drivers } = await candidates();
  for (const chrome of browsers) {
    const driver = drivers.find(({ major }) => major === chrome.major);
    if (driver) return { CHROME: chrome.path, CHROMEDRIVER: driver.path };
  }
  return undefined;
}

/** The packages that would help; what was found in their place is told if none would. */
export async function packages() {
  // Debian's chromedriver is no use to a browser that the user has named.
  if (isDebian() && !process.env.CHROME && !process.env.CHROMEDRIVER) {
    const missing = await missingPackages(debian);
    if (missing.length > 0) return missing;
  }
  throw await mismatch();
}

/** After the packages. */
export async function install() {
  const found = await probe();
  if (!found) throw await mismatch();
  return found;
}

/** Those that the user has named, or all that are on the machine. */
async function candidates() {
  const chrome = chosen('CHROME');
  return {
    browsers: await versionsOf(chrome ? [chrome] : [...names.map((name) => which(name)), ...bundles]),
    drivers: await versionsOf([chosen('CHROMEDRIVER') ?? which('chromedriver')]),
  };
}

/** @param {(string | undefined)[]} paths */
async function versionsOf(paths) {
  const present = [...new Set(paths)].filter((path) => path !== undefined && isProgram(path));
  const found = await Promise.all(
    present.map(async (path) => {
      const { stdout } = await capture(path, ['--version']);
      return { path, major: /(\d+)\.\d+\.\d+/.exec(stdout)?.[1] };
    }),
  );
  return found.filter(({ major }) => major !== undefined);
}

async function mismatch() {
  const { browsers, drivers } = await candidates();
  const say = (list) => list.map(({ path, major }) => `${path} (version ${major})`).join(', ') || 'none';
  const message = `The tests need Chrome or Chromium, and a chromedriver of the same major version.
Browsers found: ${say(browsers)}. Drivers found: ${say(drivers)}.`;
  const anywhere = 'install the missing one, and set CHROME and CHROMEDRIVER if they are not on PATH';
  if (process.env.CHROME || process.env.CHROMEDRIVER) {
    return new StepError(message, { fix: 'set CHROME and CHROMEDRIVER to a pair of one version, or unset them' });
  }
  if (isDebian()) return new StepError(message, { fix: `as root: ${aptCommand(debian)}` });
  if (platform() === 'darwin') {
    const cask = browsers.length > 0 ? 'chromedriver' : 'google-chrome chromedriver';
    return new StepError(message, { fix: `brew install --cask ${cask} (or brew upgrade), or ${anywhere}` });
  }
  return new StepError(message, { fix: anywhere });
}
