// What the server remembers: clients, keys, sessions, parked requests, codes and tokens. In memory, one for each server.
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { clientsOf } from './clients.mjs';
import { slidingWindow } from './rate-limit.mjs';

const COOKIE = 'r5_session';

export const random = (bytes = 32) => randomBytes(bytes).toString('base64url');

export class Tenant {
  /** Cookie -> the login of who is signed in. */
  sessions = new Map();
  /** r5_request_token -> an authorization request that waits for its user. */
  parked = new Map();
  /** tkn -> the login of who gave a password to /identity/v1/password/login. */
  oneTimeTokens = new Map();
  codes = new Map();
  accessTokens = new Map();
  refreshTokens = new Map();
  #consents = new Set();

  constructor({
    issuer,
    secure,
    origins = [],
    redirectUris = [],
    postLogoutRedirectUris = [],
    clients = [],
    metadata = {},
    rateLimit = { requests: 100, seconds: 60 },
    issParameter = false,
    accessTokenSeconds = 86_400,
    refreshTokenSeconds = 30 * 86_400,
    codeSeconds = 60,
    forge = (idToken) => idToken,
  }) {
    this.issuer = issuer;
    this.origins = origins;
    this.logoutUris = [...origins.map((origin) => `${origin}/`), ...postLogoutRedirectUris];
    this.clients = clientsOf({ origins, redirectUris, others: clients });
    this.metadata = metadata;
    this.issParameter = issParameter;
    this.forge = forge;
    this.seconds = { accessToken: accessTokenSeconds, refreshToken: refreshTokenSeconds, code: codeSeconds };
    this.tokenRequests = slidingWindow(rateLimit);
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    this.key = { kid: randomUUID(), privateKey, publicKey };
    // A frame of another site has the session only with SameSite=None, which browsers take over TLS alone.
    this.#cookieFlags = `Path=/; HttpOnly; ${secure ? 'Secure; SameSite=None' : 'SameSite=Lax'}`;
  }

  #cookieFlags;

  /** Who is signed in in that browser. */
  signedIn(exchange) {
    return this.sessions.get(exchange.cookie(COOKIE));
  }

  signIn(exchange, login, persistent) {
    this.sessions.delete(exchange.cookie(COOKIE));
    const id = random();
    this.sessions.set(id, login);
    const age = persistent ? '; Max-Age=259200' : '';
    exchange.response.setHeader('set-cookie', `${COOKIE}=${id}; ${this.#cookieFlags}${age}`);
  }

  signOut(exchange) {
    this.sessions.delete(exchange.cookie(COOKIE));
    exchange.response.setHeader('set-cookie', `${COOKIE}=; ${this.#cookieFlags}; Max-Age=0`);
  }

  /** Keeps an authorization request for after the login page; gives its orchestration token. */
  park(request) {
    const token = random();
    this.parked.set(token, request);
    return token;
  }

  hasConsent(login, clientId, scopes) {
    return scopes.every((scope) => this.#consents.has(`${login} ${clientId} ${scope}`));
  }

  consent(login, clientId, scopes) {
    for (const scope of scopes) this.#consents.add(`${login} ${clientId} ${scope}`);
  }

  /** Ends all that the user has given the client. */
  revokeAll({ login, clientId }) {
    for (const { grant } of [...this.accessTokens.values(), ...this.refreshTokens.values()]) {
      if (grant.login === login && grant.clientId === clientId) grant.revoked = true;
    }
  }
}

export const now = () => Math.floor(Date.now() / 1000);
