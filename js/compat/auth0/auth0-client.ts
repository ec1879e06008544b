import { type Client, createClient, ProofkeyError } from '../../src/index.js';
import { relayResponse } from '../../src/relay.js';
import { clientOptionsOf } from './client-options.js';
import { asAuth0, auth0Error, refused } from './errors.js';
import { furtherScope, type Kept, type SignIn, signInOf } from './parameters.js';
import { openPopup } from './popup.js';
import { type SignInHint, signInHint } from './sign-in-hint.js';
import { logoutUrl } from './tenant.js';
import type * as api from './types.js';

/** What a sign-in in a hidden frame may help against. */
const needsSignIn = ['login_required', 'session_expired', 'insufficient_scope'];

/** The client of auth0-spa-js; each call names, in its comment, the one of Proofkey's that it is. */
export class Auth0Client {
  readonly #options: api.Auth0ClientOptions;
  readonly #client: Client;
  readonly #hint: SignInHint;
  /** Resolves when it was looked at what the store holds. */
  #restored: Promise<unknown> | undefined;
  /** Scopes that the server was asked for in a frame: asked for once, whatever it granted. */
  readonly #asked = new Set<string>();

  /** `createClient`. @throws InvalidConfigurationError */
  constructor(options: api.Auth0ClientOptions) {
    this.#options = { ...options };
    this.#hint = signInHint(options);
    try {
      this.#client = createClient(clientOptionsOf(options));
    } catch (error) {
      throw auth0Error(error);
    }
    // The popup of a sign-in comes back to a page of the app, whose own code need not know of it.
    if (typeof window !== 'undefined' && opener && this.#client.isRedirectCallback()) void relayResponse();
  }

  /** `loginWithRedirect`. Resolves when the browser is on its way, or `openUrl` has resolved. */
  async loginWithRedirect<TAppState = api.Any>(options: api.RedirectLoginOptions<TAppState> = {}): Promise<void> {
    const { authorizationParams, appState, fragment, onRedirect, openUrl = onRedirect ?? leave } = options;
    const { login, organization } = signInOf(this.#options, authorizationParams);
    const kept: Kept = { appState, ...(organization && { organization }) };
    const open = (url: string) => openUrl(fragment ? `${url}#${fragment}` : url);
    await asAuth0(this.#client.loginWithRedirect({ ...login, appState: kept, openUrl: open }));
  }

  /** `handleRedirectCallback`. A second call in the same page gets the first one's outcome. */
  async handleRedirectCallback<TAppState = api.Any>(url?: string): Promise<api.RedirectLoginResult<TAppState>> {
    // Read before it leaves the address bar.
    const state = stateIn(url);
    try {
      const result = await this.#client.handleRedirectCallback(url);
      const { appState, organization } = (result.appState ?? {}) as Kept;
      await this.#signedIn(organization);
      return { response_type: 'code', ...(appState !== undefined && { appState: appState as TAppState }) };
    } catch (reason) {
      throw auth0Error(reason, { state });
    }
  }

  /** `loginWithPopup`. The popup comes back to a page of the app that creates this client, or calls {@link handleRedirectCallback}. */
  async loginWithPopup(options: api.PopupLoginOptions = {}, config: api.PopupConfigOptions = {}): Promise<void> {
    const { closePopup = true, timeoutInSeconds = this.#options.authorizeTimeoutInSeconds ?? 60 } = config;
    if (!closePopup) throw refused('closePopup', 'A popup is always closed in the end: leave it out.');
    const { login, organization } = signInOf(this.#options, options.authorizationParams);
    // Opened here, in the task of the click: the errors name it.
    const popup: Window | null = config.popup ?? openPopup();
    const work = this.#client.loginWithPopup({ ...login, popup, timeoutSeconds: timeoutInSeconds });
    await asAuth0(work, { popup });
    await asAuth0(this.#signedIn(organization));
  }

  /**
   * `checkSession`, and where that finds nobody {@link getTokenSilently}, if somebody was signed in here lately. That nobody is signed in
   * is no error.
   */
  async checkSession(options?: api.GetTokenSilentlyOptions): Promise<void> {
    await this.#restore();
    // The answer that is in the address bar comes first.
    if (this.#client.isAuthenticated || this.#client.isRedirectCallback()) return;
    if (!this.#usesFrames || !this.#hint.isThere()) return;
    await this.getTokenSilently(options).catch((error) => {
      if (error.error === 'config_error') throw error;
    });
  }

  /** `isAuthenticated` */
  async isAuthenticated(): Promise<boolean> {
    await this.#restore();
    return this.#client.isAuthenticated;
  }

  /** `getUser` */
  async getUser<TUser extends api.User>(): Promise<TUser | undefined> {
    await this.#restore();
    return this.#client.getUser() as TUser | undefined;
  }

  /** `getIdTokenClaims` */
  async getIdTokenClaims(): Promise<api.IdToken | undefined> {
    await this.#restore();
    return this.#client.getIdTokenClaims() as api.IdToken | undefined;
  }

  /** `getAccessToken`, and where that has none `loginSilently`, unless `useRefreshTokens` is set without its fallback. */
  getTokenSilently(
    options: api.GetTokenSilentlyOptions & { detailedResponse: true },
  ): Promise<api.GetTokenSilentlyVerboseResponse | undefined>;
  getTokenSilently(options?: api.GetTokenSilentlyOptions): Promise<string | undefined>;
  async getTokenSilently(options: api.GetTokenSilentlyOptions = {}) {
    const { authorizationParams, cacheMode = 'on', detailedResponse, timeoutInSeconds } = options;
    const signIn = signInOf(this.#options, authorizationParams);
    if (this.#options.useRefreshTokens) this.#checkRefresh(authorizationParams);
    await this.#restore();
    const scope = furtherScope(this.#options, authorizationParams).join(' ');
    const audience = this.#options.authorizationParams?.audience;
    const work =
      cacheMode === 'cache-only' ? this.#cached(scope) : this.#token(signIn, scope, cacheMode, timeoutInSeconds);
    const access_token = await asAuth0(work, { audience, scope, needsRefreshToken: !this.#usesFrames });
    if (!detailedResponse || access_token === undefined) return access_token;
    const { expiresAt = 0, scope: granted = '' } = this.#client.getSnapshot();
    return { access_token, token_type: 'Bearer', expires_in: Math.max(0, expiresAt - now()), scope: granted };
  }

  /** {@link loginWithPopup}, then `getAccessToken`. */
  async getTokenWithPopup(
    options?: api.GetTokenWithPopupOptions,
    config?: api.PopupConfigOptions,
  ): Promise<string | undefined> {
    await this.loginWithPopup(options, config);
    return asAuth0(this.#client.getAccessToken());
  }

  /** `logout` here, then the `/v2/logout` of the tenant. */
  async logout(options: api.LogoutOptions = {}): Promise<void> {
    const { openUrl = options.onRedirect ?? leave } = options;
    await this.#forget();
    if (openUrl) await openUrl(logoutUrl(this.#options, options));
  }

  /** `revokeTokens`: with the refresh token goes the session here. Nothing without `useRefreshTokens`. */
  async revokeRefreshToken({ audience }: api.RevokeRefreshTokenOptions = {}): Promise<void> {
    if (!this.#options.useRefreshTokens) return;
    signInOf(this.#options, audience === undefined ? {} : { audience });
    await this.#restore();
    await asAuth0(this.#client.revokeTokens());
  }

  /** The options that say which client this is. */
  getConfiguration(): Readonly<{ domain: string; clientId: string }> {
    const { domain, clientId } = this.#options;
    return { domain, clientId };
  }

  get #usesFrames() {
    const { useRefreshTokens = false, useRefreshTokensFallback = false } = this.#options;
    return !useRefreshTokens || useRefreshTokensFallback;
  }

  /** Once for each page: what the store holds. */
  #restore(): Promise<unknown> {
    this.#restored ??= this.#client.checkSession().catch(() => {
      // The core has not come, or there is no browser: looked at again by the next call.
      this.#restored = undefined;
    });
    return this.#restored;
  }

  /** A token without a request; `undefined` if that cannot be. */
  async #cached(scope: string): Promise<string | undefined> {
    const { expiresAt = 0 } = this.#client.getSnapshot();
    if (expiresAt - now() <= 30) return undefined;
    return this.#client.getAccessToken({ scope }).catch(() => undefined);
  }

  async #token({ login, organization }: SignIn, scope: string, mode: 'on' | 'off', timeout?: number): Promise<string> {
    const { useRefreshTokens = false, authorizeTimeoutInSeconds = 60 } = this.#options;
    const further = scope.split(' ').filter((word) => word && !this.#asked.has(word));
    const askFrame = async () => {
      const { prompt: _, ...silent } = login;
      const timeoutSeconds = timeout ?? authorizeTimeoutInSeconds;
      try {
        await this.#client.loginSilently({ ...silent, responseMode: 'web_message', timeoutSeconds });
      } catch (error) {
        if (error instanceof ProofkeyError && error.error === 'login_required') await this.#isNobody();
        throw error;
      }
      for (const word of further) this.#asked.add(word);
      await this.#signedIn(organization);
      return this.#client.getAccessToken();
    };
    if (mode === 'off' && !useRefreshTokens) return askFrame();
    try {
      return await this.#client.getAccessToken({
        ...(mode === 'off' && { forceRefresh: true }),
        ...(further.length > 0 && { scope: further.join(' ') }),
      });
    } catch (error) {
      if (this.#usesFrames && error instanceof ProofkeyError && needsSignIn.includes(error.code)) return askFrame();
      throw error;
    }
  }

  /** A refresh asks for nothing new (RFC 6749 section 6). */
  #checkRefresh({ scope: _, redirect_uri: __, ...call }: api.AuthorizationParams = {}) {
    const own = this.#options.authorizationParams ?? {};
    const other = Object.keys(call).find((name) => call[name] !== undefined && call[name] !== own[name]);
    if (other === undefined) return;
    throw refused(`authorizationParams.${other}`, 'A refresh token asks for nothing new: call loginWithRedirect().');
  }

  /** A sign-in has ended well; in another organization than was asked for it has not. */
  async #signedIn(organization: string | undefined) {
    const { org_id, org_name } = this.#client.getIdTokenClaims() ?? ({} as api.IdToken);
    const isId = organization?.startsWith('org_');
    const received = isId ? org_id : String(org_name).toLowerCase();
    const expected = isId ? organization : organization?.toLowerCase();
    if (expected === undefined || expected === received) return this.#hint.keep();
    await this.#forget();
    const hint =
      'The user has signed in to another organization, or to none. Nobody is signed in here; begin the sign-in again.';
    throw new ProofkeyError('id_token_claim_invalid', 'callback', hint, { expected, received: String(received) });
  }

  /** The server knows nobody any more, and has said so. */
  async #isNobody() {
    this.#hint.drop();
    // A logout would take along a sign-in that has just left this page.
    if (this.#client.isAuthenticated) await this.#forget();
  }

  /** Nobody is signed in here any more. */
  async #forget() {
    this.#hint.drop();
    this.#asked.clear();
    // The page stays: where it goes, and whether, is for the caller.
    await asAuth0(this.#client.logout({ openUrl: () => {} }));
  }
}

const leave = (url: string) => location.assign(url);
/** On a server there is no address bar. */
const stateIn = (url = globalThis.location?.href ?? '') => /[?&]state=([^&#]*)/.exec(url)?.[1] ?? '';
const now = () => Math.floor(Date.now() / 1000);
