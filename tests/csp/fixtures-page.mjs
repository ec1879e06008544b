// One page under one policy: its own server, which also takes the browser's reports, beside a real authorization server.
import { fileURLToPath } from 'node:url';
import { startAuthorizationServer } from '../../www-demo/server/authorization-server.mjs';
import { listen } from '../../www-demo/server/listen.mjs';
import { test as base, expect, signInAs } from '../support/fixtures.mjs';
import { siteHandler } from '../support/site.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

export { expect };

export const test = base.extend({
  /**
   * Opens the page of an entry: `serve({ entry, policy, headers, integrity, engine })`. `policy` is given the nonce and the issuer;
   * `integrity` are hashes by file name. Gives the URL, the reports, and the paths that were asked for.
   */
  serve: async ({ page }, use) => {
    const servers = [];
    await use(async ({ entry = 'default', policy = () => '', headers = {}, integrity = {}, engine = 'auto' }) => {
      const app = await listen(0);
      const server = await startAuthorizationServer({ origins: [app.url] });
      servers.push(app, server);
      const reports = [];
      const asked = [];
      const files = siteHandler({
        mounts: { '/proofkey/': path('../../target/npm/'), '/': path('./app/') },
        headers: () => headers,
      });
      app.handle(async (request, response) => {
        if (request.url === '/csp-report') return takeReport(request, response, reports);
        asked.push(request.url);
        if (request.url.endsWith('.js') || request.url.endsWith('.wasm')) return files(request, response);
        const nonce = crypto.randomUUID();
        const csp = policy({ nonce, issuer: server.issuer });
        response.writeHead(200, {
          'content-type': 'text/html',
          ...headers,
          ...(csp && { 'content-security-policy': `${csp}; report-uri /csp-report` }),
        });
        response.end(documentOf({ entry, nonce, issuer: server.issuer, integrity, engine }));
      });
      await page.goto(app.url);
      return { url: app.url, reports, asked };
    });
    await Promise.all(servers.map((server) => server.close()));
  },
});

function documentOf({ entry, nonce, issuer, integrity, engine }) {
  const hash = (name) => integrity[name] ?? '';
  // A script tag has an attribute for its hash; for what that script imports there is the import map.
  const fallback = { '/proofkey/dist/proofkey-fallback.js': hash('proofkey-fallback.js') };
  const importMap = `<script type="importmap">${JSON.stringify({ integrity: fallback })}</script>`;
  const scripts = {
    default: '<script type="module" src="/default.js"></script>',
    slim: '<script type="module" src="/slim.js"></script>',
    script: `${hash('proofkey-fallback.js') && importMap}
<script src="/proofkey/dist/proofkey.js" integrity="${hash('proofkey.js')}"></script>
<script src="/script.js"></script>`,
  };
  return `<!doctype html>
<html lang="en" data-issuer="${issuer}" data-engine="${engine}" data-integrity="${hash('core.wasm')}">
<meta charset="utf-8">
<title>An app under a policy</title>
<button type="button" id="sign-in">Sign in</button>
<button type="button" id="refresh">Refresh</button>
<button type="button" id="sign-out">Sign out</button>
<p id="user"></p>
<p id="token"></p>
<script src="/watch.js"></script>
<script src="/run.js"></script>
${scripts[entry]}
</html>
`.replaceAll('<script', `<script nonce="${nonce}"`);
}

async function takeReport(request, response, reports) {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  const { 'effective-directive': directive, 'blocked-uri': blocked } = JSON.parse(body)['csp-report'];
  reports.push(`${directive} ${blocked}`);
  response.writeHead(204).end();
}

/** Signs in, refreshes and signs out: each of the three pages that this takes hears of these violations, and of no other. */
export async function signInRefreshAndOut(page, expected = []) {
  // A page is told a moment later than the call that was refused: as long as it takes of those that must come, and a while of others.
  const settled = async () => {
    const told = (after) =>
      page.evaluate((after) => new Promise((told) => setTimeout(() => told(window.violations), after)), after);
    await expect.poll(() => told(0)).toEqual(expected);
    expect(await told(100)).toEqual(expected);
  };
  await expect(page.locator('#user')).toHaveText('nobody');
  await settled();
  await page.locator('#sign-in').click();
  await signInAs(page);
  await expect(page.locator('#user')).toHaveText('Alice Liddell');
  await page.locator('#refresh').click();
  await expect(page.locator('#token')).toHaveText('another');
  await settled();
  await page.locator('#sign-out').click();
  await page.locator('button[name=logout]').click();
  await expect(page.locator('#user')).toHaveText('nobody');
  await settled();
}
