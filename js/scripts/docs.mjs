// The documentation as a site, in target/docs: pages by VitePress, the npm package by TypeDoc, the crate by rustdoc; no link of it leads
// nowhere. It is served then; `-- --build` only makes it.
import { cpSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { entries } from './lib/build/entries.mjs';
import { isMain, root, target } from './lib/paths.mjs';
import { repositoryFiles } from './lib/repository.mjs';
import { main, run } from './lib/run.mjs';
import { rustdoc } from './lib/rustdoc.mjs';
import { docs, installDocs } from './lib/steps/docs.mjs';

const site = join(target, 'docs');
const program = (name) => join(docs, 'node_modules/.bin', name);

/** Makes the site; gives its folder. */
export async function buildDocs() {
  // The table of errors is made with the package.
  await build();
  await installDocs();
  rmSync(site, { recursive: true, force: true });
  await run(program('vitepress'), ['build', docs], { label: 'Pages' });
  await run(program('typedoc'), typedocOptions(), { cwd: root, label: 'Reference of the npm package' });
  cpSync(await rustdoc(), join(site, 'reference/rust'), { recursive: true });
  await checkLinks();
  return site;
}

/** Of the site, and of the pages that are read in the repository. Other sites are not asked; rustdoc has looked at its own. */
async function checkLinks() {
  const others = '^https?://(?!localhost:)|/reference/rust/(?!proofkey/index.html)';
  const options = ['--recurse', '--check-fragments', '--verbosity', 'error', '--skip', others];
  await run(program('linkinator'), ['.', ...options], { cwd: site, label: 'Links of the site' });
  const patterns = ['*.md', '.github/*.md', 'src/*.md', 'pkg-template/*.md', 'tests/**/*.md', 'www-demo/**/*.md'];
  const read = repositoryFiles(...patterns).map((page) => relative(docs, join(root, page)));
  const strict = ['--quiet', '--frail', '--no-config', '--no-stdout'];
  const plugin = ['--use', `remark-validate-links=repository:false,root:"${relative(docs, root)}"`];
  // It looks for its plug-in where it is started.
  await run(program('remark'), [...read, ...strict, ...plugin], { cwd: docs, label: 'Links in the repository' });
}

const typedocOptions = () => [
  ...['--options', join(docs, 'typedoc.json'), '--tsconfig', join(root, 'tsconfig.json')],
  ...['--out', join(site, 'reference/js')],
  ...Object.values(entries).flatMap((source) => ['--entryPoints', join(root, source)]),
];

if (isMain(import.meta.url)) {
  await main(async () => {
    const { values } = parseArgs({ options: { build: { type: 'boolean' } } });
    await buildDocs();
    if (!values.build) await run(program('vitepress'), ['preview', docs], { label: 'Serving it', inherit: true });
  });
}
