import { nameOf } from '../src/channel.js';
import { checkOptions } from '../src/check-options.js';
import type { Core } from '../src/core.js';
import type { Phase } from '../src/errors.js';
import { parse, stringify } from '../src/json.js';
import { checkHeaders, checkWays, textOf } from './checks.js';
import { Documents } from './documents.js';
import { parsed, refused, wrapped } from './errors.js';
import { type CallHost, hostsOf } from './host.js';
import { withCore } from './instance.js';
import { LoginCookies } from './login-cookies.js';
import type * as api from './options.js';
import { sealOf } from './seal.js';
import type { AccessToken, AccessTokenOptions, ServerClient, SignedIn, UserClaims } from './types.js';
import { callbackAt, ownPath } from './urls.js';

/** Where the core finds no transaction. */
const NONE = '-';

/**
 * Creates a client for a server. Synchronous; nothing is loaded or asked for before the first call.
 *
 * @throws `config_error` if an option is missing, or the cookie secret too short.
 */
export function createServerClient<Claims extends UserClaims = UserClaims>(
  options: api.ServerClientOptions,
): ServerClient<Claims> {
  return new Client<Claims>(options);
}

class Client<Claims extends UserClaims> implements ServerClient<Claims> {
  readonly #issuer: string;
  readonly #clientId: string;
  readonly #redirectUri: string;
  /** As the core takes them. No secret is among them. */
  readonly #options: string;
  readonly #cookies: LoginCookies;
  readonly #hostOf: (session: string) => CallHost;
  /** The last call for the access token of a session, by its text. */
  readonly #turns = new Map<string, Promise<AccessToken>>();

  constructor(given: api.ServerClientOptions) {
    checkOptions(given);
    const { clientAuthentication, cookieSecret, fetch = globalThis.fetch, ...options } = given;
    const { issuer, clientId, redirectUri } = options;
    if (typeof clientAuthentication?.authenticate !== 'function')
      throw refused('clientAuthentication', 'clientSecretBasic(), clientSecretPost(), privateKeyJwt() or none()');
    checkWays(options, 'create');
    this.#issuer = issuer;
    this.#clientId = clientId;
    this.#redirectUri = redirectUri;
    // What the rule for loopback hosts looks at is where the app lives.
    this.#options = stringify({ ...options, page: redirectUri });
    this.#cookies = new LoginCookies(sealOf(cookieSecret, nameOf(options)), !redirectUri.startsWith('http:'));
    this.#hostOf = hostsOf(given, fetch, new Documents());
  }

  authorizationRequest(
    options: api.AuthorizationRequestOptions,
    cookieHeader: string | null | undefined,
    headers: api.ResponseHeaders,
  ) {
    const { appState, returnTo = '/', session = '', ...rest } = options ?? {};
    return this.#call('login', session, async (core) => {
      checkHeaders(headers);
      checkWays(rest, 'login');
      const texts = { returnTo: ownPath(this.#redirectUri, returnTo), appState: textOf(appState) };
      const request = stringify({ ...rest, ...texts, idTokenHint: session !== '' });
      const { url, state, transaction } = await core.run('window', request);
      // Anybody can ask for the metadata again; they would be most of the cookie.
      const { metadata: _, ...kept } = parse(transaction);
      for (const line of await this.#cookies.begin(state, stringify(kept), cookieHeader))
        headers.append('set-cookie', line);
      return { url };
    });
  }

  async exchange(
    callbackUrl: string | URL,
    cookieHeader: string | null | undefined,
    headers: api.ResponseHeaders,
  ): Promise<SignedIn<Claims>> {
    let begun = {};
    try {
      checkHeaders(headers);
      const url = callbackAt(this.#redirectUri, callbackUrl);
      const found = this.#cookies.find(url.searchParams.get('state') ?? '', cookieHeader);
      // First of all: whatever comes now, it was used.
      if (found) headers.append('set-cookie', found.gone);
      const transaction = found && (await this.#cookies.open(found.cookie));
      if (transaction) begun = givenIn(transaction);
      return await this.#redeem(url.href, transaction);
    } catch (reason) {
      // The core may not have come as far as the transaction.
      throw Object.assign(wrapped(reason, 'callback'), begun);
    }
  }

  accessToken(session: string, options: AccessTokenOptions = {}): Promise<AccessToken> {
    const before = this.#turns.get(session);
    // A refresh token may be for one use: whoever waited goes on with what has come of it.
    const turn = (async () => {
      const now = await before?.catch(() => undefined);
      return this.#accessToken(now?.session ?? session, options);
    })();
    this.#turns.set(session, turn);
    const end = () => void (this.#turns.get(session) === turn && this.#turns.delete(session));
    turn.then(end, end);
    return turn;
  }

  logoutUrl(session: string, options: api.LogoutUrlOptions = {}): Promise<string | undefined> {
    return this.#call('logout', session, async (core) => (await core.run('logout', stringify(options))).url);
  }

  async revoke(session: string): Promise<void> {
    await this.#call('revocation', session, (core) => core.run('revoke', ''));
  }

  toJSON() {
    return { issuer: this.#issuer, clientId: this.#clientId };
  }

  /** @param transaction as it was sealed; without one, the core says what is wrong with the URL */
  #redeem(url: string, transaction: string | undefined): Promise<SignedIn<Claims>> {
    return this.#call('callback', '', async (core, host) => {
      const whole = transaction && stringify({ ...parse(transaction), metadata: await core.run('metadata', '') });
      const view = await core.run('handleWindow', `${whole ?? NONE}\n${url}`).catch((reason) => {
        throw !whole && reason?.code === 'transaction_invalid' ? { code: 'state_not_found' } : reason;
      });
      const { appState, returnTo } = view as { appState?: unknown; returnTo?: unknown };
      const { id_token: idToken, refresh_token: refreshToken } = parse(host.session);
      return {
        claims: parse(view.claims),
        idTokenSignatureVerified: view.id_token_signature_verified,
        accessToken: view.access_token,
        expiresAt: view.expires_at,
        scope: view.scope,
        idToken,
        ...(refreshToken && { refreshToken }),
        appState: parsed(appState),
        returnTo: typeof returnTo === 'string' ? returnTo : '/',
        session: host.session,
      };
    });
  }

  #accessToken(session: string, options: AccessTokenOptions): Promise<AccessToken> {
    return this.#call('token', session, async (core, host) => {
      const {
        access_token: accessToken,
        expires_at: expiresAt,
        scope,
      } = await core.run('accessToken', stringify(options));
      return { accessToken, expiresAt, scope, session: host.session };
    });
  }

  /** Runs one call; whatever goes wrong below leaves as a ProofkeyError. */
  async #call<T>(
    phase: Phase,
    session: string,
    use: (core: Pick<Core, 'run'>, host: CallHost) => Promise<T>,
  ): Promise<T> {
    const host = this.#hostOf(session);
    let isGood = false;
    try {
      const outcome = await withCore(this.#options, host, (core) => use(core, host));
      // A logout that gives no URL may have met a document that is none.
      isGood = outcome !== undefined;
      return outcome;
    } catch (reason) {
      throw wrapped(host.failure ?? reason, phase);
    } finally {
      host.end(isGood);
    }
  }
}

/** What the app gave to the sign-in, in the form that it gets it back. */
function givenIn(transaction: string) {
  const { appState, returnTo } = parse(transaction);
  return { ...(appState !== undefined && { appState: parsed(appState) }), returnTo };
}
