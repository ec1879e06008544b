import { h, pairs } from './dom.js';

/** Shows what went wrong in `place`, which is a live region. Works with a ProofkeyError and with anything else. */
export function showProblem(place, error) {
  console.error(error);
  const { code = 'demo_error', hint = error?.message ?? String(error), phase, docs, status, endpoint } = error ?? {};
  const said = [error?.error, error?.errorDescription].filter(Boolean).join(': ');
  const facts = [
    ['the server said', said],
    ['phase', phase],
    ['endpoint', endpoint && `${endpoint}${status ? ` (${status})` : ''}`],
    ['docs', docs && docsOf(docs)],
  ].filter(([, value]) => value);
  place.replaceChildren(
    h(
      'section',
      { class: 'card problem' },
      h('h2', {}, error?.error === 'access_denied' ? 'You said no, so nothing happened' : 'That did not work'),
      h('p', {}, h('code', { class: 'error-code', 'data-testid': 'error-code' }, code)),
      h('p', { 'data-testid': 'error-hint' }, hint),
      facts.length > 0 && pairs(facts),
      h('button', { type: 'button', class: 'quiet', onclick: () => hideProblem(place) }, 'Close'),
    ),
  );
}

export const hideProblem = (place) => place.replaceChildren();

const docsOf = (docs) => (/^https?:/.test(docs) ? h('a', { href: docs }, docs) : h('code', {}, docs));
