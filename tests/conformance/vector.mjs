// From a case to a plan: the mutation in its vector, and the arrangement that its `given` tells in words.

import { signerOf } from './token.mjs';

/**
 * @typedef {object} Plan what is not as in the baseline
 * @property {object} client options of createClient
 * @property {object} login options of loginWithRedirect
 * @property {string} issuer
 * @property {object} [discovery] mutation of the metadata's answer; @property {object} [jwks] of the key set
 * @property {object} [idToken] of the ID Token; @property {object} [token] of the token endpoint's answer
 * @property {object} [refresh] of the answer to a refresh; @property {object} [userinfo] of the UserInfo answer
 * @property {string} [callback] the authorization response; @property {object} [jarm] mutation of a signed one
 * @property {object} [par] of the answer to a pushed request
 */

/** Options that belong to a login, not to the client. */
const loginOptions = [
  'prompt',
  'maxAge',
  'claims',
  'returnTo',
  'appState',
  'authorizationParams',
  'authorizationDetails',
  'openUrl',
];

/** What is said in words: a pattern of `given`, and what it puts into the plan. */
const arrangements = [
  [/max_age (\d+) asked|maxAge (\d+)/i, (plan, [, asked, option]) => (plan.login.maxAge = Number(asked ?? option))],
  [
    /acr asked as essential with value '(\w+)'/,
    (plan, [, value]) => (plan.login.claims = { id_token: { acr: { essential: true, value } } }),
  ],
  [
    /(?:client|idTokenSignedResponseAlg) configured for ((?:[RPE]S\d{3}|EdDSA|Ed25519|HS256)(?:, \w+)*)/,
    (plan, [, names]) => {
      const list = names.split(', ');
      plan.client.idTokenSignedResponseAlg = list.length > 1 ? list : list[0];
      // What is configured is what the server signs with, unless the vector says something else.
      const [alg] = list;
      const kid = signerOf(alg);
      plan.idToken = alg === 'HS256' ? { sign: 'hs256' } : { header: { set: { alg, kid } }, sign: kid };
    },
  ],
  [/([\w-]+) configured as trusted/, (plan, [, audience]) => (plan.client.trustedAudiences = [audience])],
  [/with leeway (\d+)/, (plan, [, seconds]) => (plan.client.clockToleranceSeconds = Number(seconds))],
  [/asked '([^']+)'; response scope/, (plan, [, scope]) => (plan.client.scope = scope)],
  [/signed userinfo configured \((\w+)\)/, (plan, [, alg]) => (plan.client.userinfoSignedResponseAlg = alg)],
  [/access_token (\S+), at_hash/, (plan, [, token]) => (plan.accessToken = token)],
  [/^code (\S+), c_hash/, (plan, [, code]) => (plan.code = code)],
  [/^configured (?:issuer )?(https?:[^\s;]+)/, (plan, [, issuer]) => (plan.issuer = issuer)],
  [/handleRedirectCallback is given (https?:\S+)/, (plan, [, url]) => (plan.callback = url)],
  [
    /metadata advertises iss support/,
    (plan) => (plan.discovery = { set: { authorization_response_iss_parameter_supported: true } }),
  ],
  [
    /metadata lists none.*token unsigned/,
    (plan) => (plan.idToken = { header: { set: { alg: 'none' } }, sign: 'none' }),
  ],
  [
    /^metadata is configured;/,
    (plan) => {
      const at = (path) => `https://op.example/${path}`;
      const endpoints = { authorization_endpoint: at('authorize'), token_endpoint: at('token'), jwks_uri: at('jwks') };
      plan.client.metadata = { issuer: 'https://op.example', ...endpoints };
    },
  ],
  [
    /discovery fails with a network error/,
    (plan) => (plan.handle = (endpoint) => (endpoint.startsWith('/.well-known') ? { destroy: true } : undefined)),
  ],
  [/^fragment mode asked/, (plan) => (plan.client.responseMode = 'fragment')],
  [/pinned JWKS/, (plan) => (plan.pinned = true)],
  [/JWKS has two RSA keys without kid/, (plan) => (plan.noKids = true)],
  [
    /JWKS has two RSA signing keys with kid k1; the token is signed by the second/,
    (plan) => {
      plan.jwks = { set: { add: ['attacker-as-k1'] } };
    },
  ],
  [/id_token is a five-part JWE/, (plan) => (plan.idToken = { edit: 'jwe' })],
  [/payload JSON has extra spaces/, (plan) => (plan.idToken = { edit: 'payload-bytes:spaced' })],
  [/token HS256 by it/, (plan) => (plan.idToken = { header: { set: { alg: 'HS256' } }, sign: 'oct' })],
  [
    /jwks_uri fails with a CORS\/network error/,
    (plan) => (plan.handle = (endpoint) => (endpoint === '/jwks' ? { destroy: true } : undefined)),
  ],
  [
    /first fetch of the token endpoint fails with a network error/,
    (plan) => (plan.handle = (endpoint) => (endpoint === '/token' ? { destroy: true } : undefined)),
  ],
  [
    /discovery answers 302 to (\S+)/,
    (plan, [, location]) => (plan.discovery = { status: 302, headers: { location }, raw: '' }),
  ],
  [/^JARM response without (\w+)/, (plan, [, claim]) => (plan.jarm = { claims: { del: [claim] } })],
  [
    /^JARM response with (iss|aud|exp) (\S+)/,
    (plan, [, claim, value]) => (plan.jarm = { claims: { set: { [claim]: Number(value) || value } } }),
  ],
  [
    /^JARM response with alg none/,
    (plan) => (plan.jarm = { header: { set: { alg: 'none' }, del: ['kid'] }, sign: 'none' }),
  ],
  [/^JARM response with a signature that is not good/, (plan) => (plan.jarm = { sign: 'corrupt' })],
  [/DPoP-bound|DPoP on/, (plan) => (plan.client.dpop = 'required')],
  [/^access token (\S+)$/, (plan, [, token]) => (plan.accessToken = token)],
  [
    /require_pushed_authorization_requests true/,
    (plan) => {
      delete plan.client.pushedAuthorizationRequests;
      plan.discovery = { set: { require_pushed_authorization_requests: true } };
    },
  ],
  [/then success$/, (plan) => (plan.token = { times: 1 })],
  [/endless chunked body/, (plan) => (plan.token = { endless: true })],
];

/** What the cases of an area are about: options of the client. */
const areas = {
  dpop: { dpop: 'required' },
  par: { pushedAuthorizationRequests: true },
  jarm: { responseMode: 'query.jwt' },
};

/** What the suite's tests of FAPI 2.0 clients are played with. */
const fapi = { ...areas.dpop, ...areas.par };

/** The plan of a case. Throws if its vector is not of the form that section 4 of the rules tells. */
export function planOf({ id, given, vector, area }) {
  /** @type {Plan} */
  const plan = {
    client: { ...(id.startsWith('fapi2-') ? fapi : {}), ...areas[area] },
    login: {},
    issuer: 'https://op.example',
  };
  for (const [pattern, arrange] of arrangements) {
    const match = pattern.exec(given);
    if (match) arrange(plan, match);
  }
  if (vector) apply(plan, vector);
  return plan;
}

/** Whether the words of a case say enough to play it. */
export const arranges = ({ given, area }) =>
  Object.hasOwn(areas, area) || arrangements.some(([pattern]) => pattern.test(given));

function apply(plan, { at, ...mutation }) {
  switch (at) {
    case 'id_token.claims':
      return merge(plan, 'idToken', { claims: mutation, sign: mutation.sign });
    case 'id_token.header':
      return merge(plan, 'idToken', { header: mutation, sign: mutation.sign });
    case 'id_token.raw':
      return merge(plan, 'idToken', mutation);
    case 'callback':
      return merge(plan, 'callback', mutation.raw);
    case 'token.http':
      return merge(plan, 'token', mutation);
    case 'refresh.http': {
      const { id_token: claims, ...http } = mutation;
      return merge(plan, 'refresh', {
        ...http,
        idToken: claims && { claims, header: claims.header, sign: claims.sign },
      });
    }
    case 'jwks':
      return merge(plan, mutation.status || mutation.headers || mutation.raw ? 'jwksHttp' : 'jwks', mutation);
    case 'par.http':
      return merge(plan, 'par', mutation);
    case 'discovery':
    case 'userinfo':
      return merge(plan, at, mutation);
    case 'option':
      for (const [name, value] of Object.entries(mutation.set)) {
        plan[loginOptions.includes(name) ? 'login' : 'client'][name] = value;
      }
      return;
    default:
      throw new Error(`a vector at ${at} is not known`);
  }
}

function merge(plan, name, mutation) {
  plan[name] = typeof mutation === 'object' ? { ...plan[name], ...defined(mutation) } : mutation;
}

const defined = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));

/** The stage that a case is about: the last one that it plays. */
export function stageOf({ area, vector }) {
  if (vector?.at === 'refresh.http' || area === 'refresh') return 'refresh';
  if (vector?.at === 'userinfo' || area === 'userinfo') return 'userinfo';
  return 'callback';
}
