import type { AuthorizationDetail, ServerMetadata } from './options.js';

/** What the core has the facade do: each takes texts, and may give a promise. */
export interface Effects {
  /**
   * Sends a request; gives its status, the headers `content-type`, `retry-after` and `dpop-nonce`, and the body behind a line break each. Rejects with
   * `timeout`, `network_error` or `response_too_large`.
   *
   * @param form makes it a POST @param accessToken makes it one with an `Authorization` header
   * @param reload not empty: past the HTTP cache @param beside a document that is fetched at the same time, for whoever asks for it next
   * @param proof of the key that the tokens are bound to, for the header `DPoP`
   */
  send(url: string, form: string, accessToken: string, reload: string, beside: string, proof: string): Promise<string>;
  /** What the key does that tokens are bound to: see `page/dpop-key.ts`. Rejects with `crypto_unavailable`. */
  key(does: 'publicKey' | 'sign' | 'forget', text: string): Promise<string>;
  /** Whether the signature is good. Rejects with `key_unusable` or `crypto_unavailable`. */
  verify(jwk: string, parameters: string, signingInput: string, signature: string): Promise<boolean>;
  /** The digest of a text of ASCII, a character for each byte. Rejects with `crypto_unavailable`. */
  digest(hash: string, text: string): Promise<string>;
  /** Waits for the lock on the session; rejects with `lock_timeout`. */
  lock(): unknown;
  unlock(): unknown;
  readSession(): Promise<unknown>;
  saveSession(text: string): unknown;
  /** Replaces one text by another, or removes it for an empty one; gives `true`, or what was there instead. */
  replaceSession(before: string, after: string): Promise<unknown>;
  removeSession(): unknown;
}

/** What the facade lends to the core: see `src/browser/host.rs`, the other side of this interface. */
export interface Host {
  perform(effect: [keyof Effects, ...string[]]): Promise<unknown>;
  parse(json: string): unknown;
  /** Seconds since the epoch. */
  now(): number;
}

/** What the page may see of a session. */
export interface SessionView {
  /** The claims of the verified ID Token, as JSON text: the digits of numbers stay as they were signed. */
  claims: string;
  id_token_signature_verified: boolean;
  scope: string;
  expires_at: number;
  /** Of the user's session at the server, if it said so (OpenID Connect Session Management 1.0 section 2). */
  session_state?: string;
  /** What was granted in detail (RFC 9396). */
  authorization_details?: readonly AuthorizationDetail[];
}

/** The same with the access token, for who asks for that next. */
export interface SessionAndToken extends SessionView {
  access_token: string;
}

/** A sign-in that has begun. */
export interface Begun {
  /** The authorization URL. */
  url: string;
  state: string;
}

/** One that does not leave this page, now at least. */
export interface BegunElsewhere extends Begun {
  /** Its text. It has the code verifier in it. */
  transaction: string;
}

/** The core as the facade calls it. */
export interface Core {
  /** `input` is a URL, or options or tokens as JSON text, or nothing: as the flow of that name takes it. */
  run<Name extends keyof Flows>(flow: Name, input: string): Promise<Flows[Name]>;
  /** The same without a promise; throws `not_ready` if the flow would have to wait. */
  now<Name extends keyof Flows>(flow: Name, input: string): Flows[Name];
  free(): void;
}

/** The flows of `src/flow/mod.rs`, and what each ends with. */
export interface Flows {
  /** Options. */
  accessToken: SessionAndToken;
  /** Tokens, as a token endpoint would have written them. */
  adopt: SessionAndToken;
  /** The method, URL and access token of a request to an API, and the nonce that it wants. No proof of a token that is not bound. */
  proof: { proof?: string };
  /** A URL. */
  handleCallback: SessionAndToken & { appState?: unknown; returnTo?: unknown };
  /** A URL. */
  handleLogout: { state_matches: boolean };
  /** The transaction of a window, a line break, and the URL that it came back to. */
  handleWindow: SessionAndToken;
  /** Options. The page is to store the transaction under its state. */
  link: BegunElsewhere;
  /** Options. */
  login: Begun;
  /** Options. */
  logout: { url?: string };
  /** Nothing. */
  metadata: ServerMetadata;
  /** Nothing. */
  revoke: unknown;
  /** Nothing; the store may hold no session. */
  session: Partial<SessionView>;
  /** Nothing. */
  userInfo: { claims: string };
  /** Options. The page is to keep the transaction, in no storage. */
  window: BegunElsewhere;
}

/** The exported class of the wasm module: see `src/wasm/mod.rs`. */
export interface CompiledCore {
  /** An object at once, or a promise of one if the flow has to wait. */
  run(flow: string, input: string, mayWait: boolean): unknown;
  free(): void;
}

/** @param prefix of this client's transactions in sessionStorage; the state follows it */
export type CoreClass = new (options: string, prefix: string, host: Host) => CompiledCore;

/** Makes an instance of the compiled core; `trapped` is called if it breaks, and then it is not to be used again. */
export type StartCore = (trapped: (error: unknown) => void) => Promise<CoreClass>;
