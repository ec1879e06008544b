// The samples of the documentation: each compiles, or is a command that there is. What no longer is does not stay in a page.
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { bin, root, target } from '../paths.mjs';
import { repositoryFiles } from '../repository.mjs';
import { run, StepError } from '../run.mjs';
import { docs, installDocs } from '../steps/docs.mjs';
import { compiledOf, samplesOf } from './sample-blocks.mjs';

/** What the samples lean on: the app around them. */
const surroundings = 'js/scripts/lib/audit/samples.d.ts';

/** JavaScript is not asked where something may be null. */
const strictness = {
  strict: { useUnknownInCatchVariables: false },
  loose: { strict: false, exactOptionalPropertyTypes: false },
};

/**
 * Fails if a sample is not what it says it is.
 *
 * @param {object} [places]
 * @param {string} [places.home] of the pages
 * @param {string[]} [places.pages] from there
 * @param {string} [places.folder] where the samples are written
 */
export async function checkSamples({
  home = root,
  pages = repositoryFiles('README.md', 'pkg-template/README.md', 'www-demo/docs/**/*.md'),
  folder = join(target, 'samples'),
} = {}) {
  await installDocs();
  rmSync(folder, { recursive: true, force: true });
  const problems = [];
  let count = 0;
  for (const page of pages) {
    for (const sample of samplesOf(readFileSync(join(home, page), 'utf8'))) {
      try {
        write(folder, page, sample);
        count += 1;
      } catch (reason) {
        problems.push(`${page}:${sample.line}: ${reason.message}`);
      }
    }
  }
  if (problems.length > 0) throw new StepError(problems.join('\n'), { fix: 'mend the sample, or name its language' });
  for (const [name, options] of Object.entries(strictness)) await compile(join(folder, name), options, count);
}

function write(folder, page, sample) {
  for (const [at, { kind, extension, text }] of compiledOf(sample).entries()) {
    if (sample.needs) provide(sample.needs, join(folder, kind));
    // A block that begins with the name of its file can be imported by the others of its page.
    const name = sample.file ?? `line-${sample.line}${at > 0 ? `-${at}` : ''}`;
    const path = join(folder, kind, page.replace(/\.md$/, ''), `${name}.${extension}`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${text}\nexport {};\n`);
  }
}

/** Has the samples find the package of another library. */
function provide(name, folder) {
  const found = [root, docs].map((home) => join(home, 'node_modules', name)).find(existsSync);
  if (!found) throw new Error(`it needs ${name}, which nothing installs: www-demo/docs/package.json may`);
  const link = join(folder, 'node_modules', name);
  mkdirSync(dirname(link), { recursive: true });
  if (!existsSync(link)) symlinkSync(found, link, 'dir');
}

async function compile(folder, options, count) {
  mkdirSync(folder, { recursive: true });
  const config = {
    extends: relative(folder, join(root, 'tests/types/tsconfig.json')),
    compilerOptions: {
      ...{ module: 'ESNext', moduleResolution: 'bundler', allowImportingTsExtensions: true, skipLibCheck: true },
      ...options,
    },
    include: ['**/*.ts', '**/*.tsx', relative(folder, join(root, surroundings))],
    exclude: ['node_modules'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  await run(bin('tsc'), ['--project', folder], {
    label: `samples: ${count} of the documentation, ${basename(folder)}`,
    fix: `mend the sample: target/samples has each under its page and line; what it leans on is in ${surroundings}`,
  });
}
