import { button, h } from './dom.js';

/** Shows a button in `place`, and under it what `diagnose()` says of this set-up. The whole of it goes to the console. */
export function showDiagnosis(place, auth) {
  const said = h('div', { role: 'status' });
  const look = async () => {
    const diagnosis = await auth.diagnose();
    console.log(String(diagnosis));
    said.replaceChildren(...diagnosis.findings.map(findingOf));
  };
  place.replaceChildren(button('Diagnose this set-up', { class: 'quiet', 'data-testid': 'diagnose' }, look), said);
}

const findingOf = ({ id, severity, text, fix }) =>
  h(
    'section',
    { 'data-testid': 'finding', 'data-severity': severity },
    h('h3', {}, `${severity}: ${id.replaceAll('_', ' ')}`),
    h('p', {}, text),
    fix && h('p', { class: 'note' }, fix),
  );
