// The samples of the documentation, held against the types of the package: a call that is not there does not stay in a page.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { bin, root, target } from '../paths.mjs';
import { run, StepError } from '../run.mjs';

/** The pages whose samples compile. */
const pages = /^(providers\/.+|migrate-from-.+)\.md$/;

/** A block of code, in a list as well. Behind `ts` stands, in brackets, the package that it needs beside Proofkey. */
const fence = /^( *)```ts(?: \[(.+)\])?\n([\s\S]*?)^\1```$/gm;

/** Who installs the packages of the other samples: the second one only for `npm run bench`. */
const installers = [root, join(root, 'tests/bench')];

/**
 * The samples of a page, each to be compiled by itself. One that imports nothing goes on where the one before it ended that needs the same.
 *
 * @param {string} text
 * @returns {{ needs: string | undefined, code: string }[]}
 */
export function samplesOf(text) {
  const samples = [];
  for (const [, , needs, code] of text.matchAll(fence)) {
    const before = samples.findLast((sample) => sample.needs === needs);
    if (before && !/^ *import /m.test(code)) before.code += code;
    else samples.push({ needs, code });
  }
  return samples;
}

/**
 * Fails if a sample does not compile as an app would compile it. Those of a package that is not installed now are left out, and told.
 *
 * @param {object} [places]
 * @param {string} [places.docs] the pages
 * @param {string} [places.folder] where the samples are written
 * @param {string[]} [places.homes] folders with a package.json: what they install
 */
export async function checkSamples({
  docs = join(root, 'www-demo/docs'),
  folder = join(target, 'samples'),
  homes = installers,
} = {}) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const missing = new Set();
  let count = 0;
  for (const page of readdirSync(docs, { recursive: true }).filter((name) => pages.test(name))) {
    const samples = samplesOf(readFileSync(join(docs, page), 'utf8'));
    if (samples.length === 0)
      throw new StepError(`${page} has no sample`, { fix: 'show the call, in a block of ```ts' });
    for (const [at, { needs, code }] of samples.entries()) {
      if (needs && !provide(needs, homes, folder)) {
        missing.add(needs);
        continue;
      }
      writeFileSync(join(folder, `${page.replace(/\W+/g, '-')}-${at + 1}.ts`), `${code}export {};\n`);
      count += 1;
    }
  }
  const config = {
    extends: relative(folder, join(root, 'tests/types/tsconfig.json')),
    // Not every library's own types compile.
    compilerOptions: { skipLibCheck: true },
    include: ['*.ts'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  await run(bin('tsc'), ['--project', folder], { label: `samples: ${count} of the documentation` });
  if (missing.size > 0) console.error(`samples: not those of ${[...missing].join(', ')}, which npm run bench installs`);
}

/** Has the samples find a package; `false` if it is not installed now. */
function provide(name, homes, folder) {
  const listed = homes.filter((home) => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
    return name in { ...dependencies, ...devDependencies };
  });
  if (listed.length === 0)
    throw new StepError(`a sample needs ${name}, which nothing installs`, { fix: 'mend its name' });
  const found = listed.map((home) => join(home, 'node_modules', name)).find(existsSync);
  if (!found) return false;
  const link = join(folder, 'node_modules', name);
  mkdirSync(dirname(link), { recursive: true });
  if (!existsSync(link)) symlinkSync(found, link, 'dir');
  return true;
}
