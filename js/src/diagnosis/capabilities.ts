// What the server's metadata let it do. What a list leaves out because there is no list is no refusal: servers leave out much.
import type { ErrorCode } from '../errors.js';
import type { Finding } from './options.js';
import { type Metadata, type Setup, textsOf } from './setup.js';

export function capabilities(setup: Setup, metadata: Metadata): Finding[] {
  return [pkce(metadata), responseType(metadata), signatureAlgorithm(setup, metadata), refresh(setup, metadata)];
}

function pkce({ code_challenge_methods_supported: list }: Metadata): Finding {
  const id = 'pkce';
  const received = textsOf(list);
  if (received.includes('S256')) {
    return { id, severity: 'info', text: 'The server knows PKCE with S256.', fix: '' };
  }
  if (list === undefined) {
    const text =
      'The server does not say whether it knows PKCE. It is used all the same: a server that does not know it ignores it.';
    return { id, severity: 'info', text, fix: 'Ask its operator: without PKCE a stolen code can be redeemed.' };
  }
  return {
    id,
    severity: 'error',
    text: 'The server lists its code challenge methods, and S256 is not among them: signing in is refused with pkce_unsupported.',
    fix: 'Update the server, or turn S256 on for this client. There is no switch that goes without.',
    details: { expected: 'S256', received },
  };
}

function responseType({ response_types_supported: list }: Metadata): Finding {
  const id = 'response_type';
  const received = textsOf(list);
  if (list === undefined || received.includes('code')) {
    return { id, severity: 'info', text: 'Nothing speaks against the authorization code grant.', fix: '' };
  }
  return {
    id,
    severity: 'error',
    text: 'The server lists its response types, and code is not among them.',
    fix: 'Turn the authorization code grant on; the implicit grant is not used.',
    details: { expected: 'code', received },
  };
}

/** What a sign-in ends in when tokens are signed in another way than was expected. */
const refusals: readonly (ErrorCode | undefined)[] = ['alg_not_allowed', 'alg_unsupported'];

function signatureAlgorithm({ options, steps }: Setup, metadata: Metadata): Finding {
  const id = 'signature_algorithm';
  const { idTokenSignedResponseAlg: wanted = 'RS256' } = options;
  const expected: readonly string[] = typeof wanted === 'string' ? [wanted] : wanted;
  const { id_token_signing_alg_values_supported: list } = metadata;
  const received = textsOf(list);
  const details = { expected, received };
  if (wanted === 'HS256') {
    return {
      id,
      severity: 'warning',
      text: 'idTokenSignedResponseAlg is HS256: a page cannot verify such a signature, and relies on TLS for it.',
      fix: 'Let the server sign with RS256 for this client, then leave the option out.',
      details,
    };
  }
  const sound = received.filter((name) => !/^(HS\d+|none)$/.test(name));
  const refused = steps.find(({ code }) => refusals.includes(code));
  if (refused) {
    return {
      id,
      severity: 'error',
      text: `A sign-in on this page was refused with ${refused.code}: the server signs the ID Tokens of this client with something else than ${expected.join(' or ')}.`,
      fix: 'Set the signature algorithm of this client to RS256 at the server; or set idTokenSignedResponseAlg to the one that is used, if it is no HS256.',
      details,
    };
  }
  if (list === undefined || expected.some((name) => received.includes(name))) {
    const text = `The server can sign ID Tokens with ${expected.join(' or ')}. What this client is registered for shows with a sign-in.`;
    return { id, severity: 'info', text, fix: '', details };
  }
  return {
    id,
    severity: 'error',
    text: `The server signs ID Tokens with ${received.join(', ')}; expected is ${expected.join(' or ')}.`,
    fix: sound.length
      ? `Set idTokenSignedResponseAlg to what the server uses for this client: ${sound.join(', ')}.`
      : "Let the server sign with RS256. HS256 needs a secret that a browser cannot keep; idTokenSignedResponseAlg: 'HS256' does without the signature.",
    details,
  };
}

function refresh({ options }: Setup, metadata: Metadata): Finding {
  const id = 'refresh';
  const { scope = 'openid' } = options;
  const { grant_types_supported: grants, scopes_supported: scopes } = metadata;
  if (grants !== undefined && !textsOf(grants).includes('refresh_token')) {
    return {
      id,
      severity: 'warning',
      text: 'The server lists its grant types, and refresh_token is not among them: the user signs in again when the access token expires.',
      fix: 'Turn refresh tokens on at the server, with rotation.',
      details: { received: textsOf(grants) },
    };
  }
  if (textsOf(scopes).includes('offline_access') && !scope.split(' ').includes('offline_access')) {
    return {
      id,
      severity: 'warning',
      text: 'The server knows the scope offline_access, and the option scope does not ask for it: there may be no refresh token.',
      fix: 'Add offline_access to scope, if the user is to stay signed in for longer than an access token lives.',
      details: { scope },
    };
  }
  return {
    id,
    severity: 'info',
    text: 'Nothing speaks against refresh tokens. Whether this client gets one shows with a sign-in.',
    fix: '',
  };
}
