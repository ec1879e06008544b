// One request and its answer, as the endpoints of this server need them.
import { pageHeaders } from '../../www-demo/server/pages.mjs';
import { invalidForm } from './oauth-error.mjs';

const LONGEST_BODY = 100_000;

export class Exchange {
  #logged;

  constructor(request, response, log) {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    this.request = request;
    this.response = response;
    this.method = request.method;
    this.path = pathname;
    this.query = Object.fromEntries(searchParams);
    this.headers = request.headers;
    this.#logged = { method: this.method, path: pathname, query: this.query, headers: request.headers };
    log.push(this.#logged);
    // One request at a time is on a connection, so that what goes out meanwhile is its answer.
    const { socket } = request;
    const before = socket.bytesWritten;
    response.on('close', () => {
      this.#logged.bytes = socket.bytesWritten - before;
    });
  }

  get address() {
    return this.request.socket.remoteAddress;
  }

  cookie(name) {
    return new RegExp(`(?:^|; )${name}=([^;]+)`).exec(this.headers.cookie ?? '')?.[1];
  }

  /** The members of a body that is a form or JSON: ReachFive takes both. */
  async body() {
    let text = '';
    for await (const chunk of this.request) {
      text += chunk;
      if (text.length > LONGEST_BODY) throw invalidForm([]);
    }
    this.#logged.body = parsed(text, this.headers['content-type'] ?? '');
    return this.#logged.body;
  }

  json(status, body, headers = {}) {
    // RFC 6749 section 5.1: what holds tokens is not stored.
    const fixed = { 'content-type': 'application/json;charset=UTF-8', 'cache-control': 'no-store', pragma: 'no-cache' };
    this.response.writeHead(status, { ...fixed, ...headers });
    this.response.end(JSON.stringify(body));
  }

  html(status, html, headers = {}) {
    this.response.writeHead(status, { ...pageHeaders, ...headers });
    this.response.end(html);
  }

  empty(status, headers = {}) {
    this.response.writeHead(status, headers);
    this.response.end();
  }

  redirect(location) {
    // 303 makes a GET of it after a form, too, and never sends the password on (RFC 9700 section 4.12).
    this.empty(303, { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  }

  destroy() {
    this.request.socket.destroy();
  }
}

function parsed(text, type) {
  if (type.startsWith('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(text));
  if (type.startsWith('application/json')) {
    try {
      const value = JSON.parse(text);
      if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value;
    } catch {}
  }
  throw invalidForm([]);
}
