// Links to files that are no page of the site: they stay in the repository, and are checked to be there.
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const docs = fileURLToPath(new URL('../', import.meta.url));

/** Shows such a link as the path that it leads to. @param {import('vitepress').MarkdownRenderer} markdown */
export function insideTheRepository(markdown) {
  const { rules } = markdown.renderer;
  const plain = (tokens, at, options, _env, self) => self.renderToken(tokens, at, options);
  const { link_open: open = plain, link_close: close = plain } = rules;
  // Of the links that are open now, the path of each that leads outside.
  const outside = [];

  rules.link_open = (tokens, at, options, env, self) => {
    const path = pathOutside(tokens[at].attrGet('href'), env.path);
    outside.push(path);
    if (!path) return open(tokens, at, options, env, self);
    if (!existsSync(join(root, path))) throw new Error(`${env.relativePath} leads to ${path}, which is not there`);
    return `<span title="${path}, in the repository">`;
  };
  rules.link_close = (tokens, at, options, env, self) =>
    outside.pop() ? '</span>' : close(tokens, at, options, env, self);
}

/** The path of a file that is not in the folder of the pages; nothing for any other link. */
function pathOutside(href, page) {
  if (!page || /^([a-z]+:|[/#])/i.test(href)) return undefined;
  const path = join(dirname(page), decodeURI(href.split('#')[0]));
  return relative(docs, path).startsWith('..') ? relative(root, path) : undefined;
}
