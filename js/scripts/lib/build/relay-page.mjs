// The callback page that the package brings along: one file, whose policy allows its own script and nothing else.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.mjs';

/** Writes `relay.html`. @param {string} dist @param {object} common what esbuild is told for every entry */
export async function writeRelayPage(dist, common) {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    ...common,
    entryPoints: ['js/src/window/relay-page.ts'],
    format: 'iife',
    sourcemap: false,
    write: false,
  });
  const script = outputFiles[0].text.trim();
  const hash = createHash('sha256').update(script).digest('base64');
  const template = readFileSync(join(root, 'pkg-template/relay.html'), 'utf8');
  // By functions: a `$` in a text would be read as a reference.
  const page = template.replace('sha256-...', () => `sha256-${hash}`).replace('/* relay-page.ts */', () => script);
  writeFileSync(join(dist, 'relay.html'), page);
}
