import { wrapped } from '../errors.js';
import type { AccessTokenOptions, UserClaims } from '../types.js';
import { AllowList } from './allow-list.js';
import { challengeOf } from './challenge.js';
import type { StepUpChallenge } from './options.js';
import type { Owner } from './owner.js';
import { Proofs } from './proofs.js';
import { StepUps } from './step-ups.js';

/** A request of the app, as `fetch` would have taken it. */
export interface Asked {
  readonly request: Request;
  /** Whether its body is a stream, which can be sent once. */
  readonly isStreamed: boolean;
}

/** The app's requests to its resource servers, with the access token of one client. */
export class ResourceAccess<Claims extends UserClaims> {
  readonly #page: Owner<Claims>;
  readonly #stepUps: StepUps | undefined;
  readonly #proofs: Proofs<Claims>;
  #allowed: AllowList | undefined;

  constructor(page: Owner<Claims>) {
    const { onStepUp } = page.options;
    this.#page = page;
    this.#proofs = new Proofs(page);
    this.#stepUps = onStepUp && new StepUps(onStepUp);
  }

  /** Rejects with a ProofkeyError alone. */
  async fetch(asked: Asked, epoch: number): Promise<Response> {
    try {
      this.#allowed ??= new AllowList(this.#page.options.resourceServers ?? [], location.href);
      const { url } = asked.request;
      const wanted = this.#allowed.tokenFor(url);
      if (!wanted) throw { code: 'resource_not_allowed', endpoint: shown(url) };
      return await this.#answer(asked, wanted, epoch);
    } catch (reason) {
      const error = await wrapped(reason, 'fetch');
      // What goes well would push the sign-in out of the log; and the URLs of an API may tell of people.
      this.#page.begin('fetch')({ code: error.code });
      throw error;
    }
  }

  /** Sends it three times at most: after one refresh, and after one step-up. */
  async #answer({ request, isStreamed }: Asked, wanted: AccessTokenOptions, epoch: number): Promise<Response> {
    const { session, snapshots } = this.#page;
    const waitFor = <T>(work: Promise<T>) => unlessAborted(request.signal, work);
    let token = await waitFor(session.forOneUser('fetch', epoch, () => session.getAccessToken(wanted, epoch)));
    const sub = snapshots.now.claims?.sub;
    const endpoint = shown(request.url);
    let isRenewed = false;
    let isSteppedUp = false;
    for (;;) {
      const response = await this.#proven(request, isStreamed, token);
      // Elsewhere, the browser has left the token out.
      const challenge = isElsewhere(request, response) ? undefined : challengeOf(response, this.#proofs.schemes);
      if (!challenge) return response;
      void response.body?.cancel().catch(() => {});
      const { stepUp, ...told } = challenge;
      const refused = token;
      // Another call, or another tab, may have replaced it meanwhile.
      if (!isRenewed) token = await waitFor(this.#tokenOf(sub, wanted));
      if (token !== refused) {
        isRenewed = true;
      } else if (stepUp) {
        if (isSteppedUp) throw stepUpRequired(endpoint, stepUp);
        isSteppedUp = true;
        token = await waitFor(this.#steppedUp(sub, token, wanted, stepUp, endpoint));
      } else {
        if (isRenewed) throw { code: 'access_token_rejected', status: 401, endpoint, ...without(token, told) };
        isRenewed = true;
        token = await waitFor(this.#tokenOf(sub, { ...wanted, forceRefresh: true }));
      }
      if (isStreamed) throw { code: 'body_not_replayable', endpoint };
    }
  }

  /** Sends it once more if the API wants to see a nonce of its own in the proof. */
  async #proven(request: Request, isStreamed: boolean, token: string): Promise<Response> {
    const response = await this.#send(isStreamed ? request : request.clone(), token);
    if (!this.#proofs.wantsNonce(request, response)) return response;
    void response.body?.cancel().catch(() => {});
    if (isStreamed) throw { code: 'body_not_replayable', endpoint: shown(request.url) };
    return this.#send(request.clone(), token);
  }

  async #send(asked: Request, token: string): Promise<Response> {
    const request = keepsToken() && asked.redirect === 'follow' ? new Request(asked, { redirect: 'error' }) : asked;
    const { headers, signal } = request;
    const endpoint = shown(request.url);
    for (const [name, value] of Object.entries(await this.#proofs.headersFor(request, token))) {
      headers.set(name, value);
      // A request of the mode `no-cors` drops it without a word.
      if (headers.get(name) !== value) throw { code: 'config_error', option: 'mode' };
    }
    let response: Response;
    try {
      response = await this.#page.fetch.call(globalThis, request);
      if (!(response instanceof Response)) throw new TypeError('fetch must give a Response');
    } catch (cause) {
      throw signal.aborted ? aborted(signal) : { code: 'network_error', endpoint, cause };
    }
    // What a service worker has made up has no URL.
    if (!response.url || this.#allowed?.tokenFor(response.url)) return response;
    void response.body?.cancel().catch(() => {});
    throw { code: 'cross_origin_redirect', endpoint, received: shown(response.url) };
  }

  /** The token of the user who asked: nobody else's is ever sent in its place. */
  async #tokenOf(sub: string | undefined, options: AccessTokenOptions): Promise<string> {
    const { session, snapshots } = this.#page;
    const isTheirs = () => snapshots.now.claims?.sub === sub;
    const token = isTheirs() && (await session.getAccessToken(options, snapshots.epoch));
    if (!token || !isTheirs()) throw { code: 'login_required' };
    return token;
  }

  /** The token after the app had the user sign in as the API wants it; another one of the same user. */
  async #steppedUp(
    sub: string | undefined,
    before: string,
    wanted: AccessTokenOptions,
    challenge: StepUpChallenge,
    endpoint: string,
  ) {
    if (!this.#stepUps) throw stepUpRequired(endpoint, challenge);
    try {
      await this.#stepUps.begin(challenge);
    } catch (cause) {
      throw { ...stepUpRequired(endpoint, challenge), cause };
    }
    const isTheirs = this.#page.snapshots.now.claims?.sub === sub;
    const token = isTheirs && (await this.#tokenOf(sub, wanted));
    if (!token || token === before) throw stepUpRequired(endpoint, challenge);
    return token;
  }
}

const stepUpRequired = (endpoint: string, challenge: StepUpChallenge) => ({
  code: 'step_up_required',
  status: 401,
  endpoint,
  ...challenge,
});

/** Rejects as soon as the signal says so; what others wait for as well goes on. */
function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(aborted(signal));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

const aborted = ({ reason: cause }: AbortSignal) => ({ code: 'aborted', cause });

/** Whether the browser was redirected to another origin, where it sends no `Authorization`. */
const isElsewhere = ({ url }: Request, response: Response) =>
  response.url !== '' && new URL(response.url).origin !== new URL(url).origin;

/** Whether this browser takes a token along to where a redirect leads: Chromium before 119. No redirect is followed there. */
function keepsToken(): boolean {
  const [, version] = /Chrome\/(\d+)/.exec(navigator.userAgent) ?? [];
  return Number(version) < 119;
}

/** Without the query, which is the app's own business. */
function shown(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

/** What an API says of a token may hold the token itself. */
const without = (token: string, told: Record<string, string>) =>
  Object.fromEntries(Object.entries(told).filter(([, text]) => !text.includes(token)));
