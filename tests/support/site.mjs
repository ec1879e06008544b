// A plain static site, as a beginner would put it up: no bundler, no MIME type for wasm, no rewriting.
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

/**
 * Folders by URL prefix; `config` is answered as /config.json.
 *
 * @typedef {{ mounts: Record<string, string>, config?: () => object, headers?: () => Record<string, string> }} Site
 */

/** What a server of that site does with a request. @param {Site} site */
export function siteHandler({ mounts, config = () => ({}), headers = () => ({}) }) {
  return (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    if (pathname === '/config.json') {
      response.writeHead(200, { 'content-type': types['.json'], ...headers() });
      return response.end(JSON.stringify(config()));
    }
    const prefix = Object.keys(mounts).find((known) => pathname.startsWith(known)) ?? '/';
    const rest = normalize(pathname.slice(prefix.length)).replace(/^(\.\.[/\\])+/, '');
    // Every page of the app is the same document, as single-page apps are served.
    let file = join(mounts[prefix], rest);
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) file = join(mounts['/'], 'index.html');
    response.writeHead(200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'cache-control': 'no-store',
      ...headers(),
    });
    createReadStream(file).pipe(response);
  };
}

/** Serves it at a free port of localhost. @param {Site} site */
export async function startSite(site) {
  const server = createServer(siteHandler(site));
  await new Promise((listening) => server.listen(0, 'localhost', listening));
  return {
    url: `http://localhost:${server.address().port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    },
  };
}
