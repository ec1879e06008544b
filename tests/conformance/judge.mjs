// What a verdict means: "reject" and "accept" of the rules, asserted whole.
import { strict as assert } from 'node:assert';
import { rulesOf } from './codes.mjs';
import { BASELINE } from './provider.mjs';

/** What localStorage holds after a sign-in: hashes of the states that were used, so that no copy of a tab redeems one again. */
export const usedStates = 'proofkey:1:https://op.example:spa-1:used';

/** A typed error whose code belongs to the failed rule. */
export function typed({ outcome, case: { rule } }) {
  assert.ok(outcome?.error, `it was accepted: ${JSON.stringify(outcome?.value)}`);
  const { isTyped, code, hint, phase, text } = outcome.error;
  assert.ok(isTyped, `what was thrown is no ProofkeyError: ${text}`);
  assert.ok(code && hint && phase, `the error lacks code, hint or phase: ${text}`);
  assert.ok(!['internal_error', 'core_load_failed'].includes(code), `the core broke: ${text}`);
  const rules = rule.split(',').map((id) => id.trim());
  assert.ok(
    rulesOf(code).some((id) => rules.includes(id)),
    `${code} belongs to ${rulesOf(code).join(', ')}, not to ${rule}`,
  );
}

/** No token is stored, shown or announced, and nobody is signed in. */
export async function nothingStored(run) {
  const { value: snapshot } = await run.call('snapshot', 'main');
  assert.equal(snapshot.isAuthenticated, false, 'somebody is signed in');
  assert.equal(snapshot.user, undefined);
  const { error } = await run.call('token', 'main');
  assert.equal(error?.code, 'login_required', 'an access token is handed out');
  assert.ok(!(await run.page.evaluate(() => window.harness.events.some(({ snapshot }) => snapshot.isAuthenticated))));
  const shown = await run.everythingShown();
  for (const token of Object.values(run.provider.tokens).flat()) {
    // A token of a few characters, of a vector, is found in every text.
    if (token.length > 12) assert.ok(!shown.includes(token), 'a token is in a storage, a text or an event');
  }
}

/** Nobody but discovery, keys, the token endpoint and the one for pushed requests was asked, and nobody else's host. */
export function noFurtherEndpoint(run) {
  const known = /\/(\.well-known\/openid-configuration|jwks|token|par)$/;
  const further = run.world.requests.filter(
    ({ host, pathname }) => host !== new URL(run.plan.issuer).host || !known.test(pathname),
  );
  assert.deepEqual(
    further.map(({ url }) => url),
    [],
  );
}

/** The same response again, for another client: it ends as it did before, and nothing is left to redeem it with. */
export async function consumed(run) {
  const before = run.tokenRequests().length;
  await run.call('create', 'again', run.options());
  const { error } = await run.call('callback', 'again', run.url);
  const codes = ['transaction_used', 'state_not_found', run.outcome.error?.code];
  assert.ok(error && codes.includes(error.code), `the response was taken up again: ${error?.code ?? 'accepted'}`);
  assert.equal(run.tokenRequests().length, before, 'the code was sent again');
  const left = await run.page.evaluate(
    (state) => Object.entries(sessionStorage).filter(([key]) => key.endsWith(state)),
    run.live.state,
  );
  for (const [, text] of left) assert.ok(!text.includes('code_verifier'), 'the transaction is still there');
}

/** The sign-in that the wrong response interrupted is ended well by the right one. */
export async function usable(run) {
  await run.call('create', 'again', run.options());
  const { value, error } = await run.call('callback', 'again', run.responseUrl());
  assert.ok(value, `the transaction is gone: ${error?.text}`);
}

/** Whether the response that was handed over names the live transaction, once. */
function namesTransaction(run) {
  const states = new URL(run.url).searchParams.getAll('state');
  return states.length === 1 && states[0] === run.live?.state;
}

/** The authorization endpoint was never headed for, and nothing is left of the attempt. */
export async function noNavigation(run) {
  assert.equal(run.stage, 'login', 'the login went through');
  assert.deepEqual(await run.page.evaluate(() => window.harness.opened), []);
  assert.equal(run.page.url(), 'https://app.example/');
  assert.equal(await run.page.evaluate(() => sessionStorage.length), 0, 'a transaction is left');
  assert.deepEqual(run.tokenRequests(), []);
}

/** No secret in what the error shows. */
export function noLeak(run) {
  const { text } = run.outcome.error;
  const secrets = [run.live?.code, ...Object.values(run.provider.tokens).flat()].filter(
    (secret) => secret?.length > 12,
  );
  for (const secret of secrets) assert.ok(!text.includes(secret), 'the error shows a code or a token');
}

/** The rules' "reject": typed error, no token stored, no further endpoint called, transaction consumed. */
export async function rejected(run) {
  typed(run);
  noLeak(run);
  if (run.stage === 'login') return noNavigation(run);
  if (run.stage !== 'callback') return;
  await nothingStored(run);
  noFurtherEndpoint(run);
  const saysOtherwise = /stays usable|untouched/.test(run.case.expect);
  if (namesTransaction(run) && !saysOtherwise) await consumed(run);
}

/** The rules' "accept": the user of the token is signed in, with the access token that came. */
export async function accepted(run) {
  const { outcome, stage } = run;
  assert.equal(outcome?.error, undefined, `it was refused: ${outcome?.error?.text}`);
  if (stage === 'login') return;
  const { value: snapshot } = await run.call('snapshot', 'main');
  assert.equal(snapshot.isAuthenticated, true);
  assert.equal(snapshot.user.sub, BASELINE.sub);
  const { ownRequests = stage === 'refresh' ? 2 : 1 } = run.scenario;
  if (stage !== 'userinfo') assert.equal(run.tokenRequests().length, ownRequests);
}

/** What the verdict of the case asks for. */
export async function judge(run) {
  switch (run.case.verdict) {
    case 'reject':
      return rejected(run);
    case 'accept':
      return accepted(run);
    case 'either':
      return run.outcome?.error ? rejected(run) : accepted(run);
    case 'behaviour':
      return;
    default:
      throw new Error(`there is no verdict ${run.case.verdict}`);
  }
}
