// A tenant at https://tenant.example, an app at https://app.example, and a browser that finds both on this machine. No
// request is intercepted, unless an experiment says so.
import { createHash, X509Certificate } from 'node:crypto';
import { createServer } from 'node:https';
import { gzipSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import { generate } from 'selfsigned';
import { startReachFive } from '../server.mjs';
import { pageOf } from './bundles.mjs';
import { Visit } from './visit.mjs';

export const LIBRARIES = ['identity-core', 'proofkey'];
export const APP = 'https://app.example';
export const TENANT = 'https://tenant.example';
const folders = [...LIBRARIES, 'both'];

const html = (folder) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${folder}</title>
<link rel="icon" href="data:,">
<script type="module" src="/${folder}/app.js"></script>
</html>`;

const pinOf = (cert) =>
  createHash('sha256')
    .update(new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');

/** What every page of an app finds in `window.options`. */
const given = (options) => [(options) => Object.assign(window, { options }), { clientId: 'spa-rs256', ...options }];

export class World {
  /** What the server does to the ID Tokens that it gives. */
  forge = (idToken) => idToken;
  /** Takes the next callback URL, instead of the page that would have shown it. */
  #caught;
  /** The visit that experiments share. */
  #kept;

  static async start() {
    const world = new World();
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'tenant.example' }], { keyType: 'ec' });
    world.pages = new Map(await Promise.all(folders.map(async (name) => [name, await pageOf(name)])));
    world.server = await startReachFive({
      host: '127.0.0.1',
      tls: { key, cert },
      issuer: TENANT,
      origins: [APP],
      redirectUris: folders.map((name) => `${APP}/${name}/callback`),
      postLogoutRedirectUris: folders.map((name) => `${APP}/${name}/`),
      clients: [{ client_id: 'spa-without-pkce', id_token_signed_response_alg: 'RS256', pkce_enforced: false }],
      // The experiments are many, from one address; how a limit is met is tested elsewhere.
      rateLimit: { requests: 10_000, seconds: 60 },
      forge: (...given) => world.forge(...given),
    });
    world.app = createServer({ key, cert }, (request, response) => world.#answer(request, response));
    await new Promise((listening) => world.app.listen(0, '127.0.0.1', listening));
    world.browser = await chromium.launch({
      executablePath: process.env.CHROME,
      args: [
        // Chromium refuses its sandbox to root, which is who runs tests in a container.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
        ...['--disable-component-update', '--disable-sync'],
        // Trusted, and not merely let pass: what comes under a certificate with an error is not cached.
        `--ignore-certificate-errors-spki-list=${pinOf(cert)}`,
        `--host-resolver-rules=MAP tenant.example:443 127.0.0.1:${new URL(world.server.url).port}, MAP app.example:443 127.0.0.1:${world.app.address().port}`,
      ],
    });
    return world;
  }

  /** A browser that has never been here, with the app of a library in it. */
  async visit(library, options = {}) {
    const context = await this.browser.newContext();
    await context.addInitScript(...given(options));
    return new Visit(this, context, library);
  }

  /** The same browser again, as if it had never been here: a fresh one for each experiment takes twice as long. */
  async renewed(library, options = {}) {
    this.#kept ??= await this.visit(library);
    const visit = this.#kept;
    visit.page ??= await visit.context.newPage();
    await visit.context.clearCookies();
    await visit.page.goto(`${APP}/nothing`);
    await visit.page.evaluate(() => {
      localStorage.clear();
      sessionStorage.clear();
    });
    // Runs after those before it.
    await visit.page.addInitScript(...given(options));
    await visit.goTo(visit.page, visit.home);
    return visit;
  }

  /** The next request for a callback page; the browser stays where it is. */
  catchCallback() {
    return new Promise((caught) => {
      this.#caught = caught;
    });
  }

  async stop() {
    await this.browser?.close();
    this.app.closeAllConnections();
    await Promise.all([this.server.close(), new Promise((closed) => this.app.close(closed))]);
  }

  #answer({ url }, response) {
    const { pathname } = new URL(url, APP);
    const [, folder, file] = pathname.split('/');
    if (file === 'callback' && this.#caught) {
      this.#caught(APP + url);
      this.#caught = undefined;
      response.writeHead(204);
      return response.end();
    }
    const script = this.pages.get(folder)?.get(file);
    const text = script ?? (this.pages.has(folder) ? html(folder) : '<!doctype html><title>Nothing</title>');
    response.writeHead(200, {
      'content-type': script ? 'text/javascript' : 'text/html; charset=utf-8',
      'content-encoding': 'gzip',
      // As a site serves files with a hash in their names, and the page that names them.
      'cache-control': script ? 'max-age=31536000, immutable' : 'no-store',
    });
    response.end(gzipSync(text, { level: 9 }));
  }
}
