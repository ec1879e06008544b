// The samples of the documentation, held against the types of the package: a call that is not there does not stay in a page.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { bin, root, target } from '../paths.mjs';
import { run, StepError } from '../run.mjs';

/** Where the pages are whose samples are whole: each compiles by itself. */
const pages = 'www-demo/docs/providers';

/** Fails if a sample does not compile as an app would compile it. */
export async function checkSamples() {
  const folder = join(target, 'samples');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  let count = 0;
  for (const page of readdirSync(join(root, pages))) {
    const samples = [...readFileSync(join(root, pages, page), 'utf8').matchAll(/^```ts\n([\s\S]*?)^```$/gm)];
    if (samples.length === 0)
      throw new StepError(`${pages}/${page} has no sample`, { fix: 'show the call, in a block of ```ts' });
    for (const [at, [, sample]] of samples.entries()) {
      writeFileSync(join(folder, `${basename(page, '.md')}-${at + 1}.ts`), `${sample}export {};\n`);
      count += 1;
    }
  }
  const config = { extends: relative(folder, join(root, 'tests/types/tsconfig.json')), include: ['*.ts'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  await run(bin('tsc'), ['--project', folder], { label: `samples: ${count} of the documentation` });
}
