// Debian's packages: installed by root, otherwise the command is printed. Never sudo: whose machine it is decides.
import { readFileSync } from 'node:fs';
import { capture, run, StepError } from '../run.mjs';
import { which } from './which.mjs';

/** @param {string[]} packages */
export const aptCommand = (packages) =>
  `apt-get update && apt-get install --no-install-recommends ${packages.join(' ')}`;

/** True on Debian itself: its derivatives name other packages, or wrap them. */
export function isDebian() {
  try {
    return /^ID="?debian"?$/m.test(readFileSync('/etc/os-release', 'utf8')) && which('apt-get') !== undefined;
  } catch {
    return false;
  }
}

/** True if `aptInstall` may be called. */
export const canInstall = () => isDebian() && process.getuid?.() === 0;

/**
 * Those of the packages that are not installed, or only half.
 * @param {string[]} packages
 */
export async function missingPackages(packages) {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg's own syntax
  const format = '${Package} ${db:Status-Status}\\n';
  const { stdout } = await capture('dpkg-query', ['-W', '-f', format, ...packages]);
  const installed = new Set(
    stdout
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  );
  return packages.filter((name) => !installed.has(name));
}

/** @param {string[]} packages */
export async function aptInstall(packages) {
  if (packages.length === 0) return;
  if (!canInstall()) {
    const fix = `run this as root, then start again: ${aptCommand(packages)}`;
    throw new StepError(`These Debian packages are missing: ${packages.join(' ')}`, { fix });
  }
  const fix = `see why Debian's packages do not come, then: ${aptCommand(packages)}`;
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' }, fix };
  // Another apt may be at work, a timer of the system say.
  const apt = (...args) => ['-q', '-y', '-o', 'DPkg::Lock::Timeout=300', ...args];
  const install = ['install', '--no-install-recommends'];
  // Packages that an earlier, killed installation left half done block every other one.
  const { stdout: broken } = await capture('dpkg', ['--audit']);
  if (broken.trim()) await run('dpkg', ['--configure', '-a'], { ...options, label: 'Repairing packages', grace: 600 });
  await run('apt-get', apt('update'), { ...options, label: "Reading Debian's package lists" });
  // Apart, so that Ctrl-C is obeyed at once while this lasts, and waits only for the unpacking.
  const fetching = `Downloading ${packages.join(' ')}`;
  await run('apt-get', apt(...install, '--download-only', ...packages), {
    ...options,
    label: fetching,
    log: 'apt-download',
  });
  const unpacking = `Installing ${packages.join(' ')}`;
  await run('apt-get', apt(...install, ...packages), { ...options, label: unpacking, log: 'apt-install', grace: 600 });
}
