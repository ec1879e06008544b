import type { AccessTokenOptions } from '../options.js';
import type { ResourceServer } from './options.js';

/** A separator in disguise, or a way up that no URL parser takes for one: servers differ in what they make of it. */
const disguised = /%2f|%5c|\/(\.|%2e){1,2};/i;

/** The app's resource servers: what else is asked goes without a token, which is for them alone (RFC 9700 section 4.9.1). */
export class AllowList {
  readonly #servers: readonly { origin: string; path: string; token: AccessTokenOptions }[];

  /** @param page the URL of the page, for the loopback rule */
  constructor(servers: readonly (string | ResourceServer)[], page: string) {
    if (!Array.isArray(servers)) throw { code: 'config_error', option: 'resourceServers' };
    this.#servers = servers.map((server) => {
      const { url, ...token } = typeof server === 'object' && server ? server : { url: server };
      return { ...read(url, new URL(page)), token };
    });
  }

  /** What the token for that URL is asked for with; `undefined` if it gets none. */
  tokenFor(href: string): AccessTokenOptions | undefined {
    const url = new URL(href);
    return this.#servers.find(({ origin, path }) => {
      if (origin !== originOf(url)) return false;
      return path === '/' || (`${url.pathname}/`.startsWith(path) && !disguised.test(url.pathname));
    })?.token;
  }
}

/** A path is kept with its last slash, so that it stands for whole segments. */
function read(server: unknown, page: URL) {
  let url: URL | undefined;
  try {
    url = new URL(server as string);
  } catch {}
  const isSecure = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url) && isLoopback(page));
  const { search, hash, username, password } = url ?? {};
  if (!url || !isSecure || search || hash || username || password || disguised.test(url.pathname)) {
    throw { code: 'config_error', option: 'resourceServers', received: String(server) };
  }
  return { origin: originOf(url), path: url.pathname.replace(/\/?$/, '/') };
}

/** Not `origin`: that of a `blob:` URL is its maker's. */
const originOf = ({ protocol, host }: URL) => `${protocol}//${host}`;

/** The hosts that never leave this machine, as the core knows them. */
const isLoopback = ({ hostname }: URL) =>
  ['localhost', '127.0.0.1', '[::1]'].includes(hostname) || hostname.endsWith('.localhost');
