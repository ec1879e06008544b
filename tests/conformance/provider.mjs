// An authorization server that can misbehave: the good answers of the baseline, and a plan of what is wrong with them.
import { randomBytes } from 'node:crypto';
import { keyPair, octSecret, publicJwk } from './keys.mjs';
import { proofOf } from './proof.mjs';
import { makeToken } from './token.mjs';

/** The second of every case, which the browser's clock is set to. */
export const NOW = 1_700_000_000;

/** What a token answers to when nothing is wrong. */
export const BASELINE = { clientId: 'spa-1', redirectUri: 'https://app.example/cb', sub: 'user-1' };

const json = 'application/json';

/** One authorization server, for one case. */
export class Provider {
  /** How many token answers went out, so that every token has a name of its own. */
  #issued = 0;
  /** The sign-ins that it knows, by their code. */
  #logins = new Map();
  /** The requests that were pushed, by their `request_uri`. */
  #pushed = new Map();
  /** How many answers the plan has spoilt, by the endpoint. */
  #spoilt = {};
  /** Every token that it gave out, for those who look for leaks. */
  tokens = { access_token: [], refresh_token: [], id_token: [] };

  /**
   * @param {string} issuer
   * @param {Partial<import('./vector.mjs').Plan>} [plan]
   */
  constructor(issuer, plan = {}) {
    this.issuer = issuer;
    this.plan = plan;
    /** Names of the keys in use, the signing one first. */
    this.keys = ['k1', 'e1'];
    this.now = NOW;
  }

  /** Registers a sign-in; gives its code. */
  authorize({ nonce, scope, jkt }, code = `c-${randomBytes(12).toString('base64url')}`) {
    this.#logins.set(code, { nonce, scope, jkt });
    return code;
  }

  /** The parameters of an authorization request, which may have been pushed. */
  parametersOf(url) {
    const { searchParams } = new URL(url);
    return this.#pushed.get(searchParams.get('request_uri')) ?? searchParams;
  }

  /** An authorization response as a signed token (JARM), with what the plan does to it. */
  signedResponse(answer) {
    const { claims = {}, header = {}, sign, edit } = this.plan.jarm ?? {};
    const baseline = { iss: this.issuer, aud: BASELINE.clientId, exp: this.now + 60, ...answer };
    const signer = sign ?? (header.set?.alg ? undefined : this.keys[0]);
    return makeToken(changed({ alg: 'RS256', kid: this.keys[0] }, header), changed(baseline, claims), {
      sign: signer,
      edit,
    });
  }

  async handle(request) {
    const base = this.issuer.replace(/\/$/, '');
    const prefix = new URL(base).pathname.replace(/\/$/, '');
    const endpoint = request.pathname.startsWith(prefix) ? request.pathname.slice(prefix.length) : request.pathname;
    const answer = await this.plan.handle?.(endpoint, request, this);
    if (answer) return answer;
    switch (endpoint) {
      case '/.well-known/openid-configuration':
        return this.answer(this.metadata(), this.plan.discovery);
      case '/jwks':
        return this.answer(this.jwks(), this.plan.jwksHttp);
      case '/token':
        return this.token(request);
      case '/par':
        return this.push(new URLSearchParams(request.body));
      case '/userinfo':
        return this.userinfo();
      case '/revoke':
        return { status: 200 };
      default:
        return { status: 200, headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>op</title>' };
    }
  }

  metadata() {
    const base = this.issuer.replace(/\/$/, '');
    return {
      issuer: this.issuer,
      authorization_endpoint: `${base}/authorize`,
      token_endpoint: `${base}/token`,
      jwks_uri: `${base}/jwks`,
      userinfo_endpoint: `${base}/userinfo`,
      revocation_endpoint: `${base}/revoke`,
      end_session_endpoint: `${base}/logout`,
      pushed_authorization_request_endpoint: `${base}/par`,
      dpop_signing_alg_values_supported: ['ES256'],
    };
  }

  /** The key set, with what the plan does to it. */
  jwks() {
    const { set = {} } = this.plan.jwks ?? {};
    const named = [this.plan.idToken?.sign, this.plan.userinfo?.jwt?.sign].filter((name) =>
      /^(e384|e521|ed1)$/.test(name),
    );
    const keys = [...this.keys, ...named].map((name) => publicJwk(name));
    if (this.plan.noKids) return { keys: [...keys.slice(0, 1), publicJwk('k2')].map(({ kid, ...key }) => key) };
    for (const [path, value] of Object.entries(set)) {
      const [kid, member] = path.split('.');
      const at = keys.findIndex((key) => key.kid === kid);
      if (member) keys[at] = { ...keys[at], [member]: value };
      else if (value === 'rsa-1024') keys[at] = publicJwk('rsa-1024', kid);
      else if (value === 'oct') keys[at] = { kty: 'oct', kid, k: octSecret.toString('base64url') };
      else if (value === 'off-curve') keys[at] = { ...keys[at], y: keys[at].x };
      else if (value === 'private') keys[at] = { ...keyPair(kid).privateKey.export({ format: 'jwk' }), kid };
      else if (path !== 'add' && path !== 'rotate' && path !== 'keys')
        throw new Error(`no key set has ${path}: ${value}`);
    }
    for (const stranger of set.add ?? []) keys.unshift(strangers[stranger]());
    return { keys: set.keys ?? keys };
  }

  /** A pushed request (RFC 9126). */
  push(form) {
    const request_uri = `urn:ietf:params:oauth:request_uri:${randomBytes(12).toString('base64url')}`;
    this.#pushed.set(request_uri, form);
    return this.answer({ request_uri, expires_in: 60 }, { status: 201, ...this.plan.par });
  }

  /** What the plan does to the answers of an endpoint; to the first ones only, if it says to how many. */
  #spoiling(name) {
    this.#spoilt[name] = (this.#spoilt[name] ?? 0) + 1;
    const { times = Infinity, ...mutation } = this.plan[name] ?? {};
    return this.#spoilt[name] <= times ? mutation : {};
  }

  async token(request) {
    const form = new URLSearchParams(request.body);
    const code = form.get('code');
    const login = code === null ? this.session : this.#logins.get(code);
    if (!login) return this.answer({ error: 'invalid_grant' }, { status: 400 });
    this.session = login;
    const isRefresh = form.get('grant_type') === 'refresh_token';
    const proof = request.headers.dpop && (await proofOf(request).catch(() => {}));
    // What it has bound before it gives to nobody else.
    const isBound = request.headers.dpop !== undefined || login.jkt !== undefined;
    if (isBound && (!proof || proof.thumbprint !== (login.jkt ?? proof.thumbprint))) {
      return this.answer({ error: 'invalid_dpop_proof' }, { status: 400 });
    }
    login.jkt = proof?.thumbprint;
    const { idToken: changes = {}, ...http } = this.#spoiling(isRefresh ? 'refresh' : 'token');
    const mutation = isRefresh ? { ...changes, isRefresh } : this.plan.idToken;
    const number = ++this.#issued;
    const baseline = {
      access_token: this.plan.accessToken ?? `at-${number}.${randomBytes(12).toString('hex')}`,
      token_type: proof ? 'DPoP' : 'Bearer',
      expires_in: 300,
      refresh_token: `rt-${number}.${randomBytes(12).toString('hex')}`,
      id_token: this.plan.rawIdToken?.(this, login) ?? this.idToken(login, mutation),
    };
    for (const name of Object.keys(this.tokens)) this.tokens[name].push(baseline[name]);
    return this.answer(baseline, http);
  }

  /** An ID Token for that sign-in, with what the plan does to it. */
  idToken({ nonce }, { claims = {}, header = {}, sign, edit, isRefresh } = {}) {
    // Real servers leave the nonce out when they refresh (OpenID Connect Core 12.2).
    const baseline = {
      iss: this.issuer,
      sub: BASELINE.sub,
      aud: BASELINE.clientId,
      exp: this.now + 300,
      iat: this.now - 5,
      auth_time: NOW - 5,
      ...(isRefresh ? {} : { nonce }),
    };
    const key = this.plan.jwks?.set?.k1 === 'rsa-1024' ? 'rsa-1024' : this.keys[0];
    const alg = sign === 'hs256' ? 'HS256' : 'RS256';
    const whole = changed(baseline, { ...claims, set: withSymbols(claims.set ?? {}, [['n-OK', nonce]]) });
    const signer = sign ?? (header.set?.alg ? undefined : key);
    return makeToken(changed({ alg, kid: key === 'rsa-1024' ? 'k1' : key }, header), whole, { sign: signer, edit });
  }

  userinfo() {
    const { jwt, ...http } = this.plan.userinfo ?? {};
    const claims = changed({ sub: BASELINE.sub, name: 'Alice', email: 'alice@op.example' }, http);
    if (!jwt) return this.answer(claims, { ...http, set: undefined, del: undefined });
    const { alg = 'RS256', kid = 'k1', sign, edit, header = {} } = jwt;
    const whole = changed({ iss: this.issuer, aud: BASELINE.clientId, ...claims }, jwt);
    const token = makeToken(
      changed({ alg, ...(sign === 'none' ? {} : { kid: sign?.startsWith('e') ? sign : kid }) }, header),
      whole,
      { sign, edit },
    );
    return { status: 200, headers: { 'content-type': 'application/jwt' }, body: token };
  }

  /** An HTTP answer: a JSON body with the mutation applied. */
  answer(baseline, { status = 200, headers = {}, set, del, raw, endless } = {}) {
    const type = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')
      ? {}
      : { 'content-type': json };
    const body = raw === undefined ? JSON.stringify(changed(baseline, { set, del })) : filled(raw, baseline);
    const answer = { status, headers: { ...type, ...lowerCased(headers) }, body, endless };
    if (endless) this.endless = answer;
    return answer;
  }
}

/** Keys that a set may hold besides. */
const strangers = {
  oct: () => ({ kty: 'oct', kid: 'o1', k: octSecret.toString('base64url') }),
  'attacker-as-k1': () => publicJwk('attacker', 'k1'),
  'unknown-kty': () => ({ kty: 'XYZ', kid: 'k1', use: 'sig', x: 'AQAB' }),
  'rsa-without-n': () => ({ kty: 'RSA', kid: 'k1', e: 'AQAB' }),
};

/** A copy of the object with the vector's `set` and `del`. */
export function changed(object, { set = {}, del = [] }) {
  const copy = { ...object, ...set };
  for (const name of del) delete copy[name];
  return copy;
}

/** `...baseline...` in a raw body stands for the good members that it does not name itself. */
function filled(raw, baseline) {
  const rest = Object.entries(baseline).filter(([name]) => !raw.includes(`"${name}"`));
  return raw.replace('...baseline...', JSON.stringify(Object.fromEntries(rest)).slice(1, -1));
}

const lowerCased = (headers) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** Puts live values where the symbols of the cases stand, however deep. */
export function withSymbols(value, symbols) {
  if (typeof value === 'string') return symbols.reduce((text, [symbol, live]) => text.replaceAll(symbol, live), value);
  if (Array.isArray(value)) return value.map((element) => withSymbols(element, symbols));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withSymbols(member, symbols)]));
}
