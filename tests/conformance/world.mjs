// The hosts of the cases as real servers. The browser is told to find every *.example on this machine: issuers, redirect
// URIs and attackers keep the names that the cases give them, with TLS, and no request is intercepted.
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { generate } from 'selfsigned';
import { policyFor } from '../support/policy.mjs';
import { siteHandler } from '../support/site.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

/** The app's own host, with the package that it has installed. */
const appOf = (packageFolder) =>
  siteHandler({
    mounts: { '/proofkey/': packageFolder, '/': path('./page/') },
    // The files do not change while the cases are played.
    headers: () => ({
      'content-security-policy': `${policyFor('wasm').replace('http://localhost:*', 'https: http:')}; frame-src https:`,
      'cache-control': 'max-age=3600',
    }),
  });

/** One browser with its hosts. */
export class World {
  /** Host -> what answers for it: `{ handle(request) }`; others get an empty 200. */
  #answers = new Map();
  #servers = [];
  #app;
  #engine;
  #tab;
  /** Every request but those of the app's own files and the preflights, in order. */
  requests = [];

  static async start({ packageFolder = path('../../target/npm/'), engine = 'wasm' } = {}) {
    const world = new World();
    world.#app = appOf(packageFolder);
    world.#engine = engine;
    const tls = await generate([{ name: 'commonName', value: 'op.example' }], { keyType: 'ec' });
    const listener = (request, response) => world.#answer(request, response);
    const servers = [createHttpsServer({ key: tls.private, cert: tls.cert }, listener), createHttpServer(listener)];
    for (const server of servers) await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
    world.#servers = servers;
    const [secure, plain] = servers.map((server) => server.address().port);
    world.browser = await chromium.launch({
      executablePath: process.env.CHROME,
      args: [
        // Chromium refuses its sandbox to root, which is who runs tests in a container.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
        ...['--disable-component-update', '--disable-sync', '--ignore-certificate-errors'],
        `--host-resolver-rules=MAP *.example:443 127.0.0.1:${secure}, MAP *.example:80 127.0.0.1:${plain}`,
      ],
    });
    return world;
  }

  /** A new browser context with one page in it. */
  async newTab() {
    const context = await this.browser.newContext({ ignoreHTTPSErrors: true });
    if (this.#engine === 'javascript') await context.addInitScript(() => delete globalThis.WebAssembly);
    return { context, page: await context.newPage() };
  }

  /** The page that all cases are played in, one after the other: a context of its own for each is half a second. */
  async tab() {
    this.#tab ??= await this.newTab();
    return this.#tab;
  }

  /** Gives the next case another page: this one may be stuck. */
  async dropTab() {
    await this.#tab?.context.close();
    this.#tab = undefined;
  }

  /** Forgets the case before. */
  reset() {
    this.#answers.clear();
    this.requests = [];
  }

  /** Lets something answer for a host. */
  serve(host, answers) {
    this.#answers.set(host, answers);
  }

  async stop() {
    await this.browser?.close();
    for (const server of this.#servers) {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    }
  }

  async #answer(request, response) {
    const host = request.headers.host;
    const { pathname, search } = new URL(request.url, `https://${host}`);
    if (host === 'app.example') return this.#app(request, response);
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const cors = {
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'retry-after, dpop-nonce',
      // Chromium sends a request once more by itself if a connection that it kept breaks: here, none is kept.
      connection: 'close',
    };
    if (request.method === 'OPTIONS') {
      response.writeHead(204, {
        ...cors,
        'access-control-allow-headers': 'authorization, dpop',
        'access-control-allow-methods': '*',
        'access-control-max-age': '60',
      });
      return response.end();
    }
    const body = Buffer.concat(chunks).toString();
    const scheme = request.socket.encrypted ? 'https' : 'http';
    const seen = {
      method: request.method,
      host,
      url: `${scheme}://${host}${request.url}`,
      pathname,
      search,
      headers: request.headers,
      body,
    };
    this.requests.push(seen);
    const answer = (await this.#answers.get(host)?.handle(seen)) ?? {};
    if (answer.destroy) return request.socket.destroy();
    const { status = 200, headers = {}, body: text = '', endless } = answer;
    response.writeHead(status, { ...cors, 'cache-control': 'no-store', ...headers });
    if (endless) return this.#pour(response, answer);
    response.end(text);
  }

  /** A body that never ends; tells how many bytes went out before the browser had enough. */
  #pour(response, answer) {
    const chunk = Buffer.alloc(1 << 16, ' ');
    answer.sent = 0;
    const more = () => {
      while (!response.destroyed && response.write(chunk)) answer.sent += chunk.length;
    };
    response.on('drain', more).on('error', () => {});
    response.on('close', () => {
      answer.closed = true;
    });
    more();
  }
}
