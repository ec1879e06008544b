// The app's host and the authorization server, each behind a network that can be made slow, and a browser that finds them there.
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from '@playwright/test';
import { generate } from 'selfsigned';
import { appServer } from './app-server.mjs';
import { authorizationServer } from './authorization-server.mjs';
import { shapingProxy } from './shaping.mjs';

export const APP = 'https://app.example';
export const SERVER = 'https://op.example';

const fast = { rttMs: 0, megabits: 0 };
/** A library that never answers must not hold up the others. */
const VISIT_LIMIT_MS = 120_000;
/** What a browser has to do for itself when it starts is not the page's. */
const BROWSER_STARTS_MS = 300;
const usual = { delayMs: 0, tokenSeconds: 3600, dropsConnections: false };

export class World {
  /** Every request that the authorization server got. @type {import('./authorization-server.mjs').Logged[]} */
  log = [];
  /** Every file of a bundle that was sent. @type {{ page: string, file: string }[]} */
  served = [];
  /** @type {import('./authorization-server.mjs').Conditions} */
  conditions = { ...usual };
  /** @type {import('./shaping.mjs').Network} */
  network = { ...fast };
  /** Of the browser. */
  version = '';
  #launch = {};
  #closers = [];
  #sockets = new Set();

  /**
   * @param {object} given
   * @param {import('../rows.mjs').Row[]} given.rows with their pages
   * @param {string} given.dist
   * @param {boolean} [given.http1] the authorization server speaks HTTP/1.1 alone
   */
  static async start({ rows, dist, http1 = false }) {
    const world = new World();
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'app.example' }], { keyType: 'ec' });
    const { log, served, conditions } = world;
    const app = appServer({ dist, issuer: SERVER, origin: APP, rows, served });
    const server = authorizationServer({
      ...{ issuer: SERVER, appOrigin: APP, clients: rows.map(({ name }) => name), conditions, log },
      dropConnections: () => world.#dropConnections(),
    });
    // HTTP/2, as content delivery networks and providers have it: a second request costs no second connection.
    const speaking = (handler) => createSecureServer({ key, cert, allowHTTP1: true }, guarded(handler));
    const appPort = await world.#listen(speaking(app));
    const listener = http1 ? createServer({ key, cert }, guarded(server)) : speaking(server);
    const serverPort = await world.#listen(listener, { isServer: true });
    world.#launch = launchOptions(cert, [
      `MAP app.example:443 127.0.0.1:${appPort}`,
      `MAP op.example:443 127.0.0.1:${serverPort}`,
    ]);
    const browser = await chromium.launch(world.#launch);
    world.version = browser.version();
    await browser.close();
    return world;
  }

  /** As at the start, but for what the measure says. @param {{ network?: object, conditions?: object }} [given] */
  set({ network, conditions } = {}) {
    Object.assign(this.network, fast, network);
    Object.assign(this.conditions, usual, conditions);
    this.log.length = 0;
    this.served.length = 0;
  }

  /**
   * A browser that has never been here. It has a profile of its own, as users have: what Playwright calls a new context is a private
   * window, in which Chromium opens no connection ahead, whatever the page asks for.
   *
   * @template T
   * @param {(context: import('@playwright/test').BrowserContext) => Promise<T>} use
   */
  async visit(use) {
    const profile = mkdtempSync(join(tmpdir(), 'proofkey-bench-'));
    const context = await chromium.launchPersistentContext(profile, this.#launch);
    // Whatever waits in a page ends with it.
    const giveUp = setTimeout(() => void context.close(), VISIT_LIMIT_MS);
    try {
      await sleep(BROWSER_STARTS_MS);
      return await use(context);
    } finally {
      clearTimeout(giveUp);
      await context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    }
  }

  async close() {
    for (const socket of this.#sockets) socket.destroy();
    for (const close of this.#closers) close();
  }

  /** Behind a proxy of its own, whose port it gives. */
  async #listen(server, { isServer = false } = {}) {
    // A server in the process closes sooner than those of the world.
    server.keepAliveTimeout = 60_000;
    server.on('sessionError', () => {});
    server.on('secureConnection', (socket) => {
      socket.waiting = 0;
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => this.#sockets.delete(socket));
    });
    if (isServer) {
      server.prependListener('request', ({ socket }, response) => {
        socket.waiting += 1;
        response.on('close', () => {
          socket.waiting -= 1;
        });
      });
    }
    await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
    const proxy = await shapingProxy(this.network);
    proxy.forwardTo(server.address().port);
    this.#closers.push(
      () => server.close(),
      () => proxy.close(),
    );
    return proxy.port;
  }

  /** Those on which nobody waits for an answer. closeIdleConnections() spares one that was opened ahead, and never used. */
  #dropConnections() {
    for (const socket of this.#sockets) if (socket.waiting === 0) socket.destroy();
  }
}

const launchOptions = (cert, rules) => ({
  executablePath: process.env.CHROME,
  args: [
    // Chromium refuses its sandbox to root, which is who runs tests in a container.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
    ...['--disable-component-update', '--disable-sync', '--disable-features=LocalNetworkAccessChecks'],
    `--host-resolver-rules=${rules.join(',')}`,
    `--ignore-certificate-errors-spki-list=${pinOf(cert)}`,
  ],
});

const pinOf = (cert) =>
  createHash('sha256')
    .update(new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');

/** A request that fails ends with it, and not the whole run. */
const guarded = (handler) => async (request, response) => {
  try {
    await handler(request, response);
  } catch (error) {
    console.error(`${request.method} ${request.url}: ${error.message}`);
    if (!response.headersSent) response.writeHead(500);
    response.end();
  }
};
