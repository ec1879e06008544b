import { h, pairs } from './dom.js';
import { actors, chapters, steps } from './steps.js';

/** Shows the walk in `place`, and says each change to those who cannot see it in `status`. */
export function showTimeline(place, status, walk) {
  const items = new Map();
  for (const { title, steps: own } of chapters) {
    const list = h('ol', { start: own[0].number });
    for (const step of own) {
      const item = itemOf(step);
      items.set(step.number, item);
      list.append(item.element);
    }
    place.append(h('section', { class: 'chapter' }, h('h3', {}, title), list));
  }
  const update = (now) => {
    const started = now.steps[1]?.at;
    const next = started && !now.failed && steps.find(({ number }) => !now.steps[number])?.number;
    for (const [number, item] of items) item.update({ record: now.steps[number], started, now, next });
    status.textContent = announcement(now);
  };
  walk.subscribe(update);
  update(walk.now);
}

function itemOf({ number, actor, title, text }) {
  const state = h('span', { class: 'hidden' });
  const time = h('span', { class: 'time' });
  const values = h('div', { class: 'values' });
  const head = h('h4', {}, state, title);
  const element = h(
    'li',
    { class: `step ${actor}`, 'data-testid': `step-${number}` },
    h('span', { class: 'number', 'aria-hidden': 'true' }, String(number)),
    h(
      'div',
      { class: 'body' },
      h('p', { class: 'who' }, h('span', { class: 'actor' }, actors[actor]), time),
      head,
      h('p', { class: 'text' }, text),
      values,
    ),
  );
  let shown;

  function update({ record, started, now, next }) {
    const failed = now.failed?.number === number;
    const is = failed ? 'failed' : record ? 'done' : next === number ? 'next' : 'waiting';
    element.dataset.state = is;
    element.toggleAttribute('aria-current', is === 'next');
    if (is === 'next') element.setAttribute('aria-current', 'step');
    state.textContent = { failed: 'Failed: ', done: 'Done: ', next: 'Next: ', waiting: '' }[is];
    // What the server's pages did, and when, this page cannot know: those steps have no values and no time.
    const at = record?.values.length ? record.at - started : undefined;
    time.textContent = at > 0 ? sinceStart(at) : '';
    const wanted = failed ? [['error', now.failed.code]] : (record?.values ?? []);
    if (JSON.stringify(wanted) === shown) return;
    shown = JSON.stringify(wanted);
    values.replaceChildren(...(wanted.length ? [pairs(wanted)] : []));
  }
  return { element, update };
}

const sinceStart = (at) => (at < 1000 ? `+${at} ms` : `+${(at / 1000).toFixed(1)} s`);

function announcement(now) {
  if (now.failed) return `Step ${now.failed.number} failed: ${now.failed.code}`;
  const done = steps.filter(({ number }) => now.steps[number]);
  return done.length ? `${done.length} of ${steps.length} steps done` : '';
}
