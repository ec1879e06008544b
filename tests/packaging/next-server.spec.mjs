// The example for Next.js that signs in on the server, as it is built: the sources that an app copies, and the packed package.
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { build } from '../../js/scripts/build.mjs';
import { startAuthorizationServer } from '../../www-demo/server/authorization-server.mjs';
import { signInAs } from '../support/fixtures.mjs';
import { installApp } from './harness/app.mjs';
import { benchOf, toolOf } from './harness/tool.mjs';

const example = fileURLToPath(new URL('../../www-demo/server-side/next/app/', import.meta.url));
const secret = 'the secret of a client at its server';

test('route handlers of Next.js sign in with a confidential client, and sign out', async ({ page, context }) => {
  const app = await installApp('next', { tarball: await build() });
  rmSync(join(app, 'app'), { recursive: true });
  cpSync(example, join(app, 'app'), { recursive: true });
  const { modes } = await toolOf('next');
  const { bench } = await benchOf({ app, row: 'next-server' });
  const origin = `http://localhost:${bench.port}`;
  const client = { client_id: 'web', client_secret: secret, token_endpoint_auth_method: 'client_secret_basic' };
  const server = await startAuthorizationServer({ origins: [origin], clients: [client] });
  Object.assign(bench.env, {
    ORIGIN: origin,
    ISSUER: server.issuer,
    CLIENT_ID: 'web',
    CLIENT_SECRET: secret,
    COOKIE_SECRET: 'of-the-cookies-0123456789abcdefghij',
  });
  const { close } = await modes['build and start'](bench);
  const names = async () =>
    (await context.cookies(origin)).map(({ name }) => name).filter((name) => !name.startsWith('_'));
  try {
    await page.goto(origin);
    await expect(page.locator('#user')).toHaveText('nobody');
    await page.locator('#sign-in').click();
    await page.waitForURL(/\/interaction\//);
    expect(await names()).toEqual([expect.stringMatching(/^proofkey\.[\w-]{43}$/)]);
    const callback = page.waitForRequest((request) => request.url().startsWith(`${origin}/callback?`));
    await signInAs(page);
    await page.waitForURL(`${origin}/`);
    await expect(page.locator('#user')).toHaveText('Alice Liddell');
    expect(await names()).toEqual(['session']);

    const again = await page.goto((await callback).url());
    expect([again.status(), await again.text()]).toEqual([400, 'state_not_found']);

    await page.goto(origin);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.locator('button[name=logout]').click();
    await page.waitForURL(`${origin}/`);
    await expect(page.locator('#user')).toHaveText('nobody');
    expect(await names()).toEqual([]);
  } finally {
    await Promise.all([close(), server.close()]);
  }
});
