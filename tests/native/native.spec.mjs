// The example of the crate's documentation: compiled, and signed in at a real authorization server.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { startAuthorizationServer } from '../../www-demo/server/authorization-server.mjs';
import { test as base, expect, signInAs } from '../support/fixtures.mjs';
import { buildNative } from './build.mjs';

const test = base.extend({
  program: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from here
    async ({}, use) => {
      await use(await buildNative());
    },
    { scope: 'worker', timeout: 600_000 },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: as above
  server: async ({}, use) => {
    const native = { client_id: 'native', application_type: 'native', redirect_uris: ['http://127.0.0.1/callback'] };
    const server = await startAuthorizationServer({ clients: [native] });
    await use(server);
    await server.close();
  },
});

/** The running program: what it prints line by line, and what it ended with. */
function started(program, args) {
  const child = spawn(program, args);
  const ended = once(child, 'close');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const complaints = [];
  child.stderr.on('data', (text) => complaints.push(text));
  const line = async () => (await lines.next()).value;
  return { line, end: async () => ({ code: (await ended)[0], complaint: complaints.join('') }) };
}

const urlOf = (line) => /^Open in a browser: (\S+)$/.exec(line)[1];

test('signs a user in from the command line', async ({ page, program, server }) => {
  const app = started(program, [server.issuer, 'native']);
  await page.goto(urlOf(await app.line()));
  await signInAs(page);
  await expect(page.getByText('You can close this window.')).toBeVisible();
  expect(await app.line()).toMatch(/^Signed in: \{.*"sub":"alice"/);
  expect(await app.end()).toEqual({ code: 0, complaint: '' });
});

test('refuses an answer whose state is another one', async ({ page, program, server }) => {
  const app = started(program, [server.issuer, 'native']);
  const { searchParams } = new URL(urlOf(await app.line()));
  const forged = new URLSearchParams({ code: 'stolen', state: 'x'.repeat(43), iss: server.issuer });
  await page.goto(`${searchParams.get('redirect_uri')}?${forged}`);
  const { code, complaint } = await app.end();
  expect({ code, error: complaint.split(':')[0] }).toEqual({ code: 1, error: 'transaction_invalid' });
});
