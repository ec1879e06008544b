// The language of `expect`: each part between semicolons is an assertion. What only one case says stands with its play,
// in scenarios/.
import { strict as assert } from 'node:assert';
import { consumed, noFurtherEndpoint, noNavigation, nothingStored, rejected, typed, usable } from './judge.mjs';

const noTokenRequest = (run) => assert.deepEqual(run.tokenRequests(), [], 'the token endpoint saw a request');
/** The verdict is judged before any part is: these words add nothing to it. */
const byVerdict = () => {};

const isOwnUrl = (url) => new URL(url, 'https://app.example').origin === 'https://app.example';

/** A pattern -> what it asserts of a run. */
const phrases = [
  [/^(accept|reject)(\b.*\bor\b.*)?$/, byVerdict],
  [/^accept: /, byVerdict],
  [/^(typed )?error( or ignored)?$/, byVerdict],
  [/^typed error, no uncaught exception$|^no exception of another kind$/, noStrangeError],
  [/^typed (unsupported )?error( quickly)?$|^error is surfaced$|^configuration error$/, typed],
  [/^typed error with error, description, status (\d+)$/, (run, [, status]) => withDetails(run, Number(status))],
  [/^typed error with error and description$/, (run) => withDetails(run)],
  [/^(no )?tokens? (not )?stored$|^token not stored$/, nothingStored],
  [/^no userinfo\/resource call$/, noFurtherEndpoint],
  [/^no other endpoint is called$/, noOtherEndpoint],
  [/^transaction consumed$/, consumed],
  [/^transaction untouched$|^the live transaction stays usable$/, usable],
  [/^token endpoint (sees nothing|saw no request)$/, noTokenRequest],
  [/^reject before any token request$/, noTokenRequest],
  [
    /^exactly one token request$|^token endpoint saw exactly one request$/,
    (run) => assert.equal(run.tokenRequests().length, 1),
  ],
  [/^the code is not sent again$/, codeOnce],
  [/^(stop|no navigation|no authorization request|reject before navigation)$/, noNavigation],
  [/^reject metadata: /, noNavigation],
  [/^evil\.example receives (nothing|no request)$/, nothingToEvil],
  [/^redirect not followed$/, nothingToEvil],
  [/^reject before any JWKS request$/, noKeyRequest],
  [/^login fails$|^verification is not skipped$/, rejected],
  [/^userinfo discarded$|^user data unchanged$/, userUnchanged],
  [/^new tokens discarded$/, newTokensDiscarded],
  [/^session ended$/, sessionEnded],
  [/^configuration error,? or ignored( and S256 is sent)?$/, byVerdict],
  [/^navigation stays on the app's origin \(fallback\) or typed error$/, staysAtHome],
  [/^isAuthenticated false$|^getAccessToken rejects$/, nothingStored],
  [/^the (given |id_)token is (not|never) used$|^embedded key unused$/, givenTokenUnused],
  [
    /^reject as unknown state$|^reject: unknown state$/,
    (run) => assert.equal(run.outcome.error.code, 'state_not_found'),
  ],
];

/** The assertion of a part, or nothing if it is not in the language. */
export function assertionOf(part) {
  for (const [pattern, check] of phrases) {
    const match = pattern.exec(part);
    if (match) return (run) => check(run, match);
  }
  return undefined;
}

/** The parts of an `expect`. */
export const partsOf = (expect) => expect.split(/;\s+/).map((part) => part.trim());

function noStrangeError(run) {
  assert.ok(run.outcome.error.isTyped);
  assert.deepEqual(
    run.console.filter((line) => line.startsWith('uncaught')),
    [],
  );
}

/** The members of the server's own answer. */
function withDetails({ outcome: { error }, plan }, status) {
  const sent = plan.token?.raw ? JSON.parse(plan.token.raw) : Object.fromEntries(new URLSearchParams(plan.callback));
  assert.equal(error.error, sent.error);
  assert.equal(error.errorDescription, sent.error_description);
  if (status !== undefined) assert.equal(error.status, status);
}

function noOtherEndpoint(run) {
  assert.deepEqual(
    run.world.requests.slice(run.marks.callback, run.marks.end).map(({ url }) => url),
    [],
  );
}

function codeOnce(run) {
  const bodies = run.world.requests.map(({ url, body }) => url + body);
  assert.equal(bodies.filter((text) => text.includes(run.live.code)).length, 1);
}

function nothingToEvil(run) {
  assert.deepEqual(
    run.world.requests.filter(({ host }) => host === 'evil.example').map(({ url }) => url),
    [],
  );
}

function noKeyRequest(run) {
  assert.deepEqual(
    run.world.requests.filter(({ pathname }) => pathname === '/jwks').map(({ url }) => url),
    [],
  );
}

async function userUnchanged(run) {
  assert.deepEqual((await run.call('snapshot', 'main')).value, run.before);
}

/** No token of the refresh is handed out, shown or sent. */
async function newTokensDiscarded(run) {
  const { value } = await run.call('token', 'main');
  const shown = await run.everythingShown();
  for (const [name, tokens] of Object.entries(run.provider.tokens)) {
    for (const token of tokens.slice(run.tokensBefore[name].length)) {
      assert.notEqual(value, token, 'the new access token is handed out');
      assert.ok(!shown.includes(token), `the new ${name} is shown`);
    }
  }
}

async function sessionEnded(run) {
  assert.equal((await run.call('snapshot', 'main')).value.isAuthenticated, false);
  assert.equal((await run.call('token', 'main')).error?.code, 'login_required');
}

/** An error before the login, or a callback that gives a path of this origin. */
async function staysAtHome(run) {
  if (run.outcome.error) return;
  assert.ok(isOwnUrl(run.outcome.value.returnTo), run.outcome.value.returnTo);
  assert.ok(run.outcome.value.returnTo.startsWith('/'));
}

/** Nothing that came in the response itself, or in the token's header, got anybody in. */
async function givenTokenUnused(run) {
  const { value } = await run.call('token', 'main');
  assert.notEqual(value, 'evil');
  assert.ok(!JSON.stringify((await run.call('snapshot', 'main')).value).includes('evil'));
  if (run.outcome.error) await nothingStored(run);
}
