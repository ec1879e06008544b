import type { Core, Flows, SessionAndToken, StartCore } from '../core.js';
import { discoveryOf } from '../discovery.js';
import { parse, stringify } from '../json.js';
import { hostOf } from '../page/host.js';
import { type Instance, startInstance } from '../page/instance.js';
import type { ClientOptions, UserClaims } from '../types.js';

/** The flows that a page may ask for. Not those that sign for anybody, or take what anybody brings. */
const open: readonly string[] =
  'metadata login window handleCallback handleWindow accessToken session userInfo logout revoke'.split(' ');

/** How many access tokens are known by their names: each refresh makes one, and requests under way may have the one before. */
const MOST = 32;

/** Holds the core and the session, and lets no token out. */
export class Keeper {
  readonly options: ClientOptions;
  readonly #exposesAccessToken: boolean;
  readonly #loadCore: () => Promise<StartCore>;
  readonly #host: ReturnType<typeof hostOf>;
  /** Name -> token. */
  readonly #tokens = new Map<string, string>();
  #instance: Promise<Instance> | undefined;
  #named = 0;
  #sub: string | undefined;

  constructor(options: ClientOptions, exposesAccessToken: boolean, loadCore: () => Promise<StartCore>) {
    this.options = options;
    this.#exposesAccessToken = exposesAccessToken;
    this.#loadCore = loadCore;
    const { fetch } = globalThis;
    this.#host = hostOf(options, fetch, discoveryOf(options, fetch), [], () => {});
  }

  /** The user whose session it is. */
  get sub() {
    return this.#sub;
  }

  async start() {
    await this.call(async () => {});
  }

  /** Runs a flow for the page. */
  async run(flow: string, input: string, transaction: string | undefined): Promise<unknown> {
    if (!open.includes(flow)) throw { code: 'config_error', option: 'flow' };
    if (flow === 'logout' || flow === 'revoke') this.#forgetTokens();
    if (flow === 'handleWindow') {
      const at = input.indexOf('\n');
      return this.#redeemed(input.slice(0, at), input.slice(at + 1));
    }
    if (flow === 'handleCallback' && transaction !== undefined) return this.#redeemed(transaction, input);
    return this.#shown((await this.call((core) => core.run(flow as keyof Flows, input))) as Partial<SessionAndToken>);
  }

  /** Runs one call of the core, for the worker itself. */
  async call<T>(use: (core: Core) => Promise<T>): Promise<T> {
    this.#instance ??= startInstance(this.#loadCore, this.options, this.#host, () => {
      this.#instance = undefined;
    });
    const { core, settled } = await this.#instance;
    return settled(use(core));
  }

  async hasSession(): Promise<boolean> {
    return typeof (await this.#host.readSession()) === 'string';
  }

  async forget() {
    this.#forgetTokens();
    await this.#host.removeSession();
  }

  /** The token of that name. With the session its tokens go. */
  tokenOf(name: string | undefined): string {
    const token = this.#tokens.get(name ?? '');
    if (token === undefined) throw { code: 'login_required' };
    return token;
  }

  /**
   * Ends a sign-in. A script may have changed what the page has kept of it: the places where a code or a token is sent to are the ones that
   * the server itself has told the worker.
   */
  async #redeemed(transaction: string, url: string): Promise<unknown> {
    const metadata = await this.call((core) => core.run('metadata', ''));
    let own = '{}';
    try {
      own = stringify({ ...parse(transaction), metadata });
    } catch {
      // Refused as what it is: no transaction.
    }
    return this.#shown(await this.call((core) => core.run('handleWindow', `${own}\n${url}`)));
  }

  /** A result as the page may see it. */
  #shown<Result extends Partial<SessionAndToken>>(result: Result): Result {
    const { access_token: token, claims } = result;
    if (typeof token !== 'string') return result;
    if (claims !== undefined) this.#sub = (parse(claims) as UserClaims).sub;
    return { ...result, access_token: this.#nameOf(token) };
  }

  /** What stands for a token in the page: for one always the same, until there are many. */
  #nameOf(token: string): string {
    for (const [name, known] of this.#tokens) if (known === token) return name;
    this.#named += 1;
    const name = this.#exposesAccessToken ? token : `in the vault: ${this.#named}`;
    this.#tokens.set(name, token);
    if (this.#tokens.size > MOST) this.#tokens.delete(this.#tokens.keys().next().value as string);
    return name;
  }

  #forgetTokens() {
    this.#tokens.clear();
    this.#sub = undefined;
  }
}
