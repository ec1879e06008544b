// The tests that an app's author writes, with `proofkey/testing`: the same for every test runner.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @param {string} app its folder */
export const addTests = (app) =>
  cpSync(fileURLToPath(new URL('../app/tested/', import.meta.url)), join(app, 'src'), { recursive: true });
