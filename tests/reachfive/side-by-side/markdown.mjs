// The tables of the page, from what was measured.
import { experiments } from './experiments.mjs';
import { LIBRARIES } from './world.mjs';

const row = (...cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
const table = (head, rows) => [
  row(...head),
  `|${' --- |'.repeat(head.length)}`,
  ...rows.map((cells) => row(...cells)),
  '',
];
const code = (text) => `\`${text}\``;
const yes = (is) => (is ? 'yes' : 'no');

export function markdown(measured) {
  const { 'identity-core': theirs, proofkey: ours } = measured;
  const head = ['', `identity-core ${theirs.version}`, `Proofkey ${ours.version}`];
  return [
    '# Side by side with identity-core',
    '',
    `\`@reachfive/identity-core\` ${theirs.version} and \`proofkey\` ${ours.version} make the same walk against the same ReachFive-shaped server`,
    '([what it is built on, and what it assumes](../../tests/reachfive/README.md)), in Chromium: sign-in by redirect through a provider, callback,',
    'code exchange, refresh, logout. Everything below was measured by `npm run compare:reachfive -- --write`, which writes this page; without',
    '`--write` the command fails if the page is not what it measures. Byte figures may be off by 2 %, all else must be the same.',
    '',
    'Both are used as their own documentation says, on an RS256 client where nothing else is said: the two apps are in',
    '[tests/reachfive/side-by-side/page](../../tests/reachfive/side-by-side/page). identity-core does much that Proofkey does not: sign-up, passwordless, MFA,',
    'WebAuthn, the profile. Only the authorization code flow is compared. It leaves these to the app: reading `code` and `error` from the',
    'callback URL, making and comparing `state` (its documentation says to) and `nonce`, checking the ID Token, keeping the tokens, and refreshing them once at a time. What an app',
    'does there is not measured.',
    '',
    '## What each sends',
    '',
    ...table([...head, `Proofkey ${ours.version}, \`discovery: false\``], counts(measured)),
    'In parentheses: how many of them had to wait for one another. These are the requests of scripts to the tenant, preflights included.',
    'Not counted are the redirects and the login page, which are the same for both.',
    '',
    ...LIBRARIES.flatMap((library) => sends(library, measured[library])),
    '## What each stores',
    '',
    ...table(head, stores(theirs.stores, ours.stores)),
    'identity-core hands the tokens to the app, which may store them; Proofkey keeps them in memory, and hands out the access token alone.',
    '',
    '## What each checks',
    '',
    '*accepted*: the app is told that the user is signed in. *refused*: an error, with its code. *sent, and refused by the server*: the library has',
    'checked nothing, and the code went to the token endpoint. *ignored*: the library takes the URL for no answer; an app on identity-core would have to',
    'look for `error` itself. In these experiments the app gives identity-core a `state` and a `nonce` to send.',
    '',
    ...table(
      head,
      experiments.map(([what], at) => [what, theirs.outcomes[at], ours.outcomes[at]]),
    ),
    'An HS256 signature can be verified by no browser, since the key is the client secret. Proofkey believes such a token for one reason: TLS brought',
    'it straight from the token endpoint; it says so in the console and in `idTokenSignatureVerified`. A client whose ID Tokens are RS256 needs no exception.',
    '',
    'That the server ends a session when a code or a refresh token comes a second time, and whether it takes a code without PKCE, are assumptions of the',
    'server that was used here: numbers 34, 44 and 30 of its README.',
    '',
    '## What each weighs',
    '',
    ...table(head, weights(theirs, ours)),
    'Bundled by esbuild, minified; Proofkey with its ReachFive preset. Received: by the browser with an empty cache, for one login, with both loads of the page; the',
    'scripts, served with gzip, include a few hundred bytes of the app. Answers, preflights included, weigh what the server has sent before',
    'encryption. identity-core carries its other features along, whether an app uses them or not.',
    '',
  ].join('\n');
}

function counts({ 'identity-core': theirs, proofkey: ours }) {
  const columns = [theirs.walk, ours.walk, ours.fixed];
  const count = ({ requests, rounds }) => `${requests} (${rounds})`;
  const has = (name) => columns.map(({ authorize }) => yes(authorize[name] !== undefined));
  return [
    ['requests before the redirect', ...columns.map(({ before }) => count(before))],
    ['requests between the callback and the tokens', ...columns.map(({ after }) => count(after))],
    ['... of an HS256 client', count(theirs.hs256.after), count(ours.hs256.after), count(ours.hs256.after)],
    ['preflights in the whole walk', ...columns.map((walk) => walk.requests.filter(isPreflight).length)],
    ['cookies sent by scripts', ...columns.map(({ cookies }) => yes(cookies))],
    ['`state` in the authorization request', ...has('state')],
    ['`nonce`', ...has('nonce')],
    ['`code_challenge`', ...columns.map(({ authorize }) => authorize.code_challenge_method ?? 'no')],
  ];
}

const isPreflight = ({ method }) => method === 'OPTIONS';

const phases = { redirect: 'sign-in', callback: 'callback', refresh: 'refresh', logout: 'logout' };

function sends(library, { walk }) {
  const rows = walk.requests.map((request) => [
    phases[request.phase],
    code(`${request.method} ${request.path}`),
    isPreflight(request) ? `may I send ${request.headers.map(code).join(', ')}?` : request.names.map(code).join(', '),
    request.names.length > 0 ? request.as : '',
  ]);
  return [`${library}, in order:`, '', ...table(['when', 'request', 'parameters', 'as'], rows)];
}

function stores(...both) {
  const rows = { away: 'while the user is away', signedIn: 'after the callback', signedOut: 'after the logout' };
  return [
    ...Object.entries(rows).map(([when, text]) => [
      text,
      ...both.map((stores) => stores[when].map(entry).join('<br>')),
    ]),
    ['the `code_verifier` after the callback', ...both.map(({ signedIn }) => whereabouts(signedIn, 'holdsVerifier'))],
    ['... and after the logout', ...both.map(({ signedOut }) => whereabouts(signedOut, 'holdsVerifier'))],
    ['tokens after the callback', ...both.map(({ signedIn }) => whereabouts(signedIn, 'holdsToken'))],
    ['address bar after the callback', ...both.map(({ address }) => code(address))],
  ];
}

const entry = ({ place, key, kind, holdsVerifier }) =>
  `${place} ${code(key)}: ${kind}${holdsVerifier && !kind.startsWith('JSON') ? ', the `code_verifier`' : ''}`;

function whereabouts(entries, holds) {
  const places = entries.filter((entry) => entry[holds]).map(({ place }) => place);
  return places.length > 0 ? `in ${places.join(', ')}` : 'in no storage';
}

function weights(...both) {
  const sizes = ({ raw, gzip, brotli }) => `${raw} B, gzip ${gzip} B, brotli ${brotli} B`;
  return [
    ['loaded with the page', ...both.map(({ weight }) => sizes(weight.eager))],
    [
      'loaded later, for the login',
      ...both.map(({ weight }) => (weight.lazy.raw > 0 ? sizes(weight.lazy) : 'nothing')),
    ],
    ['both', ...both.map(({ weight }) => sizes(weight.login))],
    ['received: scripts', ...both.map(({ walk }) => `${walk.bytes.scripts} B`)],
    ['received: answers of the tenant to scripts', ...both.map(({ walk }) => `${walk.bytes.answers} B`)],
  ];
}
