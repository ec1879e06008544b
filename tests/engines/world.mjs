// A real authorization server, and a page that a browser makes difficult in one way.
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startAuthorizationServer } from '../../www-demo/server/authorization-server.mjs';
import { listen } from '../../www-demo/server/listen.mjs';
import { startResourceServer } from '../../www-demo/server/resource-server.mjs';
import { siteHandler } from '../support/site.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const pages = ['default', 'script', 'slim', 'vault'];

/**
 * @param {object} [page]
 * @param {string} [page.first] its first script. It is the page's own: what WebDriver injects may run outside its policy.
 * @param {string} [page.scriptSrc] of its Content-Security-Policy
 * @param {boolean} [page.isRegistered] whether the server knows its redirect URIs
 * @param {Record<string, string>} [page.providerHeaders] of every answer of the server
 * @param {object} [page.client] more options of its client
 * @param {(configuration: object) => object} [page.configure] of the server, as startAuthorizationServer takes it
 * @param {string} [page.apiNonce] what an API of its own wants to see in proofs; its client may ask that one then
 * @param {string} [page.api] that its client may ask, and where that leads to is anywhere on this machine
 */
export async function startWorld({
  first = '',
  scriptSrc = "'self' 'wasm-unsafe-eval'",
  isRegistered = true,
  providerHeaders = {},
  client = {},
  configure,
  apiNonce,
  api = 'https://api.example',
} = {}) {
  const app = await listen();
  const urls = pages.map((name) => `${app.url}/${name}.html`);
  const server = await startAuthorizationServer({
    origins: [app.url],
    redirectUris: isRegistered ? urls : [],
    postLogoutRedirectUris: urls,
    headers: providerHeaders,
    configure,
  });
  const resource =
    apiNonce && (await startResourceServer({ issuer: server.issuer, origins: [app.url], nonce: apiNonce }));
  /** What the server has done, in its own words. */
  const done = [];
  server.provider.on('grant.success', ({ oidc }) => done.push(oidc.params.grant_type));
  server.provider.on('end_session.success', () => done.push('end_session'));

  const headers = {
    'content-security-policy': `default-src 'none'; img-src data:; script-src ${scriptSrc}; connect-src 'self' http://localhost:*; frame-src 'self' ${server.issuer}; require-trusted-types-for 'script'`,
  };
  const site = siteHandler({
    mounts: { '/proofkey/': path('../../target/npm/'), '/': path('./app/') },
    config: () => ({ issuer: server.issuer, api: resource ? `${resource.url}/me` : api, client }),
    headers: () => headers,
  });
  const requested = new Set();
  app.handle((request, response) => {
    const { pathname } = new URL(request.url, app.url);
    requested.add(basename(pathname));
    if (pathname !== '/first.js') return site(request, response);
    response.writeHead(200, { 'content-type': 'text/javascript', ...headers });
    response.end(first);
  });

  return {
    url: app.url,
    issuer: server.issuer,
    done,
    /** The files with a core in them that were asked for, without their hashes. The script-tag file is not among them. */
    cores: () =>
      [...requested]
        .filter((name) =>
          /^((wasm|javascript|\w+-extended|extended-bytes)-.*\.js|proofkey-(fallback|extended|fallback-extended)\.js|core\.wasm)$/.test(
            name,
          ),
        )
        .map((name) => name.replace(/-[0-9A-Z]{8}\.js$/, '')),
    close: () => Promise.all([app, server, resource].map((server) => server?.close())),
  };
}
