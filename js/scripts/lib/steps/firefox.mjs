// Firefox, and geckodriver, which serves every version of it. Debian has no package of geckodriver: cargo compiles it.
import { platform } from 'node:os';
import { StepError } from '../run.mjs';
import { aptCommand, isDebian, missingPackages } from './apt.mjs';
import { cargoTools } from './cargo-tools.mjs';
import { chosen, isProgram, which } from './which.mjs';

const debian = ['firefox-esr'];
const bundle = '/Applications/Firefox.app/Contents/MacOS/firefox';
const driver = cargoTools('geckodriver');

/** @returns {Promise<{ FIREFOX: string, GECKODRIVER: string, PATH?: string } | undefined>} */
export async function probe() {
  const firefox = browser();
  const own = chosen('GECKODRIVER') ?? which('geckodriver');
  if (!firefox) return undefined;
  if (own) return { FIREFOX: firefox, GECKODRIVER: own };
  const compiled = await driver.probe();
  return compiled && { ...compiled, FIREFOX: firefox, GECKODRIVER: which('geckodriver', compiled.PATH) };
}

/** The packages that would help. */
export async function packages() {
  if (browser()) return [];
  if (isDebian()) return missingPackages(debian);
  throw missing();
}

/** After the packages. */
export async function install() {
  if (!browser()) throw missing();
  if (!chosen('GECKODRIVER') && !which('geckodriver')) await driver.install();
  return probe();
}

const browser = () =>
  chosen('FIREFOX') ?? which('firefox-esr') ?? which('firefox') ?? (isProgram(bundle) ? bundle : undefined);

function missing() {
  const named = 'set FIREFOX if it is not on PATH';
  if (isDebian()) return new StepError('The tests need Firefox.', { fix: `as root: ${aptCommand(debian)}` });
  const anywhere = platform() === 'darwin' ? 'brew install --cask firefox' : 'install it';
  return new StepError('The tests need Firefox.', { fix: `${anywhere}, and ${named}` });
}
