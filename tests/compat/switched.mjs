// An app that was written for another library, with that library behind its import or with the entry of Proofkey: nothing else differs.
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listen } from '../../www-demo/server/listen.mjs';
import { siteHandler } from '../support/site.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

/**
 * Serves it at a free port of localhost, from its own files: what an import leads to says the import map of the page.
 *
 * @param {object} app
 * @param {string} app.folder
 * @param {Record<string, string>} app.mounts where the files of the other library are served: prefix of a URL -> folder
 * @param {() => Record<string, string>} app.imports of the pages to come: name -> URL
 * @param {() => object} app.config answered as /config.json
 */
export async function startSwitchedApp({ folder, mounts, imports, config }) {
  const { url, handle, close } = await listen();
  const packed = path('../../target/npm/');
  const files = siteHandler({
    mounts: { ...mounts, '/proofkey/': packed, '/relay.html': join(packed, 'dist/relay.html'), '/': folder },
    config,
  });
  handle((request, response) => {
    const page = pageAt(new URL(request.url, url).pathname, folder);
    if (!page) return files(request, response);
    const map = `<script type="importmap">${JSON.stringify({ imports: imports() })}</script>`;
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    response.end(page.replace('<!-- imports -->', () => map));
  });
  return { url, close };
}

/** A document of the app. Every path is the same one, as single-page apps are served. */
function pageAt(pathname, folder) {
  const file = join(folder, extname(pathname) === '' ? 'index.html' : pathname);
  return file.endsWith('.html') && existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/**
 * What a call in the page rejects with, as plain data: its members, the names of the classes of `window.sdk` that it is of, and the
 * ProofkeyError that it was made of.
 */
export const failure = (page, call, argument) =>
  page.evaluate(`(async () => {
    try {
      await (${call})(${JSON.stringify(argument)});
    } catch (error) {
      const classes = Object.entries(window.sdk ?? {}).filter(
        ([name, value]) => name.endsWith('Error') && error instanceof value,
      );
      const { popup, cause, ...members } = error;
      return {
        ...members,
        name: error.name,
        message: error.message,
        isError: error instanceof Error,
        classes: classes.map(([name]) => name).sort(),
        isPopupClosed: popup?.closed,
        cause: { code: cause?.code, phase: cause?.phase, option: cause?.option },
      };
    }
    throw new Error('it was expected to reject');
  })()`);
