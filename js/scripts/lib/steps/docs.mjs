// What builds and checks the documentation: npm packages of its own, and the libraries that its guides speak of.
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { installIn, isInstalled } from './npm.mjs';

/** The folder of the pages. */
export const docs = join(root, 'www-demo/docs');

export async function installDocs() {
  // Without their scripts: esbuild's only checks itself.
  if (!isInstalled(docs)) await installIn(docs, 'Installing what makes the site', ['--ignore-scripts']);
}
