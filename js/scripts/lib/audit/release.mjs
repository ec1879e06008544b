// What a release is made of: one version in all places, two registries that would take it, and a list of files that says why each is there.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, target } from '../paths.mjs';
import { step } from '../progress.mjs';
import { capture, StepError } from '../run.mjs';

/** What is in the npm package, and what for. */
const contents = [
  [/^(package\.json|README\.md|LICENSE-(MIT|APACHE))$/, 'what npm shows, and the terms'],
  [/^(THIRD-PARTY-LICENSES|dist\/proofkey\.cdx\.json)$/, 'what the package is made of, and under which terms'],
  [/^(ERRORS\.md|errors\.json)$/, 'every error: when, why, what to do'],
  [/^integrity\.json$/, 'hashes for `integrity` attributes'],
  [/^(?!dist\/)[\w/-]+\/package\.json$/, 'the entries for tools that do not read `exports`'],
  [/^dist\/cjs\/([\w/-]+\.js|package\.json)$/, 'the entries for `require`, with chunks of their own'],
  [/^dist\/([\w-]+\/)?[\w-]+\.js$/, 'the entries, and the chunks that they load'],
  [/^dist\/([\w-]+\/)?[\w-]+\.js\.map$/, 'their sources, for a debugger'],
  [/^dist\/types\/[\w/-]+\.d\.ts$/, 'their types'],
  [/^dist\/cjs\/types\/[\w/-]+\.d\.ts$/, 'the types once more, for who calls `require`'],
  [/^dist\/(core|login|session|extended)\.wasm$/, 'the core as a file, whole and in parts, for `proofkey/slim`'],
  [/^dist\/relay\.html$/, 'the callback page of popups and hidden frames'],
];

/** What is in the crate. */
const crateContents =
  /^(src\/.+|(README|CHANGELOG)\.md|LICENSE-(MIT|APACHE)|Cargo\.(toml|toml\.orig|lock)|\.cargo_vcs_info\.json)$/;

/** Fails if one of the two would not be taken, or holds what nobody has explained. */
export async function checkRelease() {
  const { version } = JSON.parse(readFileSync(join(target, 'npm/package.json'), 'utf8'));
  const [, newest] = /^## (\S+)/m.exec(readFileSync(join(root, 'CHANGELOG.md'), 'utf8')) ?? [];
  if (newest !== version) {
    throw new StepError(`CHANGELOG.md begins with ${newest}, and Cargo.toml has ${version}`, {
      fix: 'a release has its own heading in CHANGELOG.md, above the others',
    });
  }
  await npmPackage();
  await crate();
}

async function npmPackage() {
  const done = step('npm publish --dry-run');
  const { code, stdout, stderr } = await capture('npm', ['publish', '--dry-run', '--json'], {
    cwd: join(target, 'npm'),
  });
  // Who publishes logs in before; a dry run is for everybody.
  const complaints = stderr.split('\n').filter((line) => /^npm (warn|error)/i.test(line) && !/be logged in/.test(line));
  if (code !== 0 || complaints.length > 0) throw refused('npm', complaints.join('\n') || stderr);
  const answer = JSON.parse(stdout);
  const { files, size, unpackedSize } = answer.files ? answer : Object.values(answer)[0];
  const reasons = new Map();
  for (const { path, size } of files) {
    const reason = contents.find(([pattern]) => pattern.test(path))?.[1];
    if (!reason) {
      throw new StepError(`${path} is in the package, and nothing says why`, {
        fix: 'leave it out of `files` in pkg-template/package.json, or explain it in js/scripts/lib/audit/release.mjs',
      });
    }
    const sum = reasons.get(reason) ?? { count: 0, bytes: 0 };
    reasons.set(reason, { count: sum.count + 1, bytes: sum.bytes + size });
  }
  done();
  for (const [reason, { count, bytes }] of reasons) {
    console.error(`  ${String(count).padStart(4)} files ${String(bytes).padStart(8)} bytes  ${reason}`);
  }
  console.error(`npm: ${files.length} files, ${unpackedSize} bytes, packed ${size}`);
}

/** Tests stay in the repository, whose servers they start. */
const isMeant = /^warning: (ignoring test|aborting upload due to dry run)/;

async function crate() {
  const done = step('cargo publish --dry-run');
  // What is not committed yet is looked at as well.
  const { code, stderr } = await capture('cargo', ['publish', '--dry-run', '--allow-dirty', '--locked'], { cwd: root });
  const complaints = stderr.split('\n').filter((line) => /^(warning|error)/.test(line) && !isMeant.test(line));
  if (code !== 0 || complaints.length > 0) throw refused('cargo', complaints.join('\n') || stderr);
  const { stdout } = await capture('cargo', ['package', '--list', '--allow-dirty'], { cwd: root });
  const strangers = stdout.split('\n').filter((file) => file && !crateContents.test(file));
  if (strangers.length > 0) {
    throw new StepError(`in the crate, and not its own: ${strangers.join(', ')}`, {
      fix: 'a pattern of `include` in Cargo.toml begins with a slash, or it fits in every folder',
    });
  }
  done();
  console.error(`cargo: ${/Packaged .*/.exec(stderr)?.[0] ?? 'packaged'}`);
}

const refused = (tool, tail) =>
  new StepError(`${tool} publish --dry-run is not clean`, { tail, fix: 'what it complains of, in the lines above' });
