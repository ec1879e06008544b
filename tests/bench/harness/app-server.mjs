// The host of the apps: one page for each row, and its bundle, which a browser may keep.
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const types = { '.js': 'text/javascript', '.wasm': 'application/wasm' };

/**
 * @param {object} given
 * @param {string} given.dist a folder for each page, as `bundles.mjs` wrote it
 * @param {string} given.issuer
 * @param {string} given.origin
 * @param {import('../rows.mjs').Row[]} given.rows
 * @param {{ page: string, file: string }[]} given.served told of every file of a bundle
 */
export function appServer({ dist, issuer, origin, rows, served }) {
  const pages = new Map(rows.map((row) => [row.name, pageOf({ row, issuer, origin })]));
  pages.set('pairs', html({ title: 'pairs', script: '/dist/pairs/main.js' }));
  const bundles = new Map(filesIn(dist));
  return (request, response) => {
    const { pathname } = new URL(request.url, origin);
    const page = pages.get(/^\/app\/([\w-]+)\/$/.exec(pathname)?.[1]);
    if (page) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
      return response.end(page);
    }
    const bundle = bundles.get(pathname);
    if (!bundle) return response.writeHead(404).end();
    served.push(bundle.is);
    const { type, body } = bundle;
    const cache = 'public, max-age=31536000, immutable';
    const length = body.length;
    const headers = { 'content-type': type, 'content-encoding': 'br', 'content-length': length };
    response.writeHead(200, { ...headers, 'cache-control': cache });
    return response.end(body);
  };
}

/** Read once: a disk has no part in what is measured. */
function* filesIn(dist) {
  for (const page of readdirSync(dist)) {
    for (const file of readdirSync(join(dist, page))) {
      const body = brotliCompressSync(readFileSync(join(dist, page, file)));
      yield [`/dist/${page}/${file}`, { is: { page, file }, type: types[extname(file)], body }];
    }
  }
}

function pageOf({ row: { name, head = [], preloads = [], chunks, given = {} }, issuer, origin }) {
  const config = {
    ...{ issuer, op: issuer, opHost: new URL(issuer).host, clientId: name, given },
    ...{ redirectUri: `${origin}/app/${name}/`, base: `/app/${name}/` },
    scope: 'openid profile email offline_access',
  };
  const tags = [
    ...(head.includes('preconnect') ? [`<link rel="preconnect" crossorigin href="${issuer}">`] : []),
    ...(head.includes('discovery')
      ? [`<link rel="preload" as="fetch" crossorigin href="${issuer}/.well-known/openid-configuration">`]
      : []),
    ...preloads.map((file) => `<link rel="preload" as="fetch" crossorigin href="/dist/${name}/${file}">`),
    // A bundler writes these for the chunks that the entry imports.
    ...chunks.map((chunk) => `<link rel="modulepreload" href="/dist/${name}/${chunk}">`),
  ];
  return html({ title: name, tags, inline: bootstrap(config, issuer), script: `/dist/${name}/main.js` });
}

const html = ({ title, tags = [], inline = '', script }) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${title}</title>
${tags.join('\n')}
<link rel="icon" href="data:,">
<div id="root"></div>
<script>${inline}</script>
<script type="module" src="${script}"></script>
</html>`;

/** What `page/driver.js` finds in the page, and who notes when the page is left for the server. */
const bootstrap = (config, issuer) => `
window.bench = { config: ${JSON.stringify(config)}, times: {} };
bench.mode = /[?#&](code|error)=/.test(location.href) ? 'callback' : (new URL(location.href).searchParams.get('go') ?? 'restore');
bench.config.isShared = document.cookie.includes('shared=yes');
navigation.addEventListener('navigate', ({ destination }) => {
  if (!destination.url.startsWith(${JSON.stringify(issuer)}) || self !== top) return;
  sessionStorage.benchRedirect = JSON.stringify({ at: performance.now(), ...bench.times });
});
`;
