// The newcomer's way, by docs/start.md alone: its commands as they stand, its files, in an empty folder.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../../js/scripts/lib/paths.mjs';
import { run, spawnService } from '../../js/scripts/lib/run.mjs';
import { startAuthorizationServer } from '../../www-demo/server/authorization-server.mjs';
import { test as base, expect, signInAs } from '../support/fixtures.mjs';
import { startRegistry } from './registry.mjs';

/** What the page promises. */
const MOST_MINUTES = 5;
/** Where the page says that the app is. */
const APP = 'http://localhost:5173';

const test = base.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from here
  registry: async ({}, use) => {
    const registry = await startRegistry();
    await use(registry);
    await registry.close();
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above
  server: async ({}, use) => {
    const server = await startAuthorizationServer({ origins: [APP] });
    await use(server);
    await server.close();
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'proofkey-start-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
});

/** Whether somebody answers there. */
const ready = () =>
  fetch(APP).then(
    ({ ok }) => ok,
    () => false,
  );

/** The blocks of the page, in its order. */
const blocks = () =>
  [...readFileSync(join(root, 'www-demo/docs/start.md'), 'utf8').matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(
    ([, language, text]) => ({ language, text }),
  );

test('a newcomer is signed in within five minutes, by the page alone', async ({ page, registry, server, folder }) => {
  const begun = Date.now();
  const env = { npm_config_registry: registry.url, npm_config_update_notifier: 'false', npm_config_yes: 'true' };
  let cwd = folder;
  let app;
  for (const { language, text } of blocks()) {
    if (language !== 'sh') {
      const [, name] = /^\/\/ (src\/[\w.]+)\n/.exec(text);
      // The two values that the page has a reader put in.
      const file = text.replace('https://op.example', server.issuer);
      mkdirSync(dirname(join(cwd, name)), { recursive: true });
      writeFileSync(join(cwd, name), file);
      continue;
    }
    for (const command of text.trim().split('\n')) {
      const [program, ...args] = command.split(' ');
      if (program === 'cd') cwd = join(cwd, args[0]);
      else if (command === 'npm run dev') app = await spawnService(program, args, { cwd, env, label: command, ready });
      else await run(program, args, { cwd, env, label: command });
    }
  }
  await page.goto(APP);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await signInAs(page);
  await expect(page.getByText('Hello Alice')).toBeVisible();
  const seconds = Math.round((Date.now() - begun) / 1000);
  console.log(`from an empty folder to signed in: ${seconds} s`);
  expect(seconds).toBeLessThan(60 * MOST_MINUTES);

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.locator('button[name=logout]').click();
  await app.stop();
  // What was written is an app that can be published, too.
  await run('npm', ['run', 'build'], { cwd, env, label: 'npm run build' });
});
