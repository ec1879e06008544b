// A user with a browser that runs no scripts, and an app that speaks to the token endpoint: for the tests of the server.
import { createHash, randomBytes } from 'node:crypto';
import { startReachFive } from './server.mjs';

export const ORIGIN = 'https://app.example';
export const CALLBACK = `${ORIGIN}/callback`;

export const start = (options) => startReachFive({ origins: [ORIGIN], ...options });

export class Visitor {
  #cookies = new Map();

  constructor(server, clientId = 'spa-rs256') {
    this.server = server;
    this.clientId = clientId;
    this.verifier = randomBytes(32).toString('base64url');
  }

  /** Navigates, without following a redirect. */
  async visit(url, init = {}) {
    const cookie = Array.from(this.#cookies, ([name, value]) => `${name}=${value}`).join('; ');
    const whole = new URL(url, this.server.url);
    const response = await fetch(whole, { redirect: 'manual', ...init, headers: { ...init.headers, cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      this.#cookies.set(name, value);
    }
    return response;
  }

  /** Opens /oauth/authorize; a parameter that is undefined is left out. */
  authorize(parameters = {}) {
    const all = {
      client_id: this.clientId,
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope: 'openid profile email offline_access',
      state: 'st-1',
      nonce: 'n-1',
      code_challenge: createHash('sha256').update(this.verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...parameters,
    };
    const query = new URLSearchParams(Object.entries(all).filter(([, value]) => value !== undefined));
    return this.visit(`/oauth/authorize?${query}`);
  }

  /** Submits the form of a page that asks for something, with its hidden token. */
  async submit(path, page, fields = {}) {
    const token = new URL(page.headers.get('location')).searchParams.get('r5_request_token');
    return this.visit(path, { method: 'POST', body: new URLSearchParams({ r5_request_token: token, ...fields }) });
  }

  /** From the login page to what the server does then. */
  async login(page, fields = { login: 'alice', password: 'wonderland' }) {
    return this.visit((await this.submit('/auth', page, fields)).headers.get('location'));
  }

  /** The whole sign-in; gives the code. */
  async code(parameters) {
    const page = await this.authorize(parameters);
    return callback(location(page).pathname === '/auth' ? await this.login(page) : page).code;
  }

  /** POSTs a form, or JSON. */
  post(path, members, { json = false, headers = {} } = {}) {
    const type = json ? { 'content-type': 'application/json;charset=UTF-8' } : {};
    const body = json ? JSON.stringify(members) : new URLSearchParams(members);
    return fetch(this.server.url + path, { method: 'POST', body, headers: { ...type, ...headers } });
  }

  exchange(code, changes = {}, how = {}) {
    const all = {
      grant_type: 'authorization_code',
      client_id: this.clientId,
      code,
      redirect_uri: CALLBACK,
      code_verifier: this.verifier,
      ...changes,
    };
    const members = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
    return this.post('/oauth/token', members, how);
  }

  refresh(refreshToken, changes = {}, how = {}) {
    const members = { grant_type: 'refresh_token', client_id: this.clientId, refresh_token: refreshToken, ...changes };
    return this.post('/oauth/token', members, how);
  }

  /** The whole sign-in; gives the token answer. */
  async tokens(parameters) {
    return (await this.exchange(await this.code(parameters))).json();
  }

  userinfo(accessToken, query = '') {
    const headers = { authorization: `Bearer ${accessToken}` };
    return fetch(`${this.server.url}/identity/v1/userinfo${query}`, { headers });
  }
}

export const location = (response) => new URL(response.headers.get('location'));

/** The members of an authorization response in a redirect. */
export const callback = (response) => Object.fromEntries(location(response).searchParams);
