/** Makes an element. Text goes in as text, never as markup. `on…` properties are listeners, `class` and the rest attributes. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

/** A list of names and values, as the steps and the panels show them. */
export const pairs = (entries) =>
  h(
    'dl',
    { class: 'pairs' },
    entries.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
  );

/** A button that is busy until its work is done, so that nobody starts it twice. */
export function button(label, properties, work) {
  const element = h('button', { type: 'button', ...properties, onclick: run }, label);
  async function run() {
    // Not `disabled`: that would throw the keyboard's focus away.
    if (element.getAttribute('aria-disabled')) return;
    element.setAttribute('aria-disabled', 'true');
    try {
      await work();
    } finally {
      element.removeAttribute('aria-disabled');
    }
  }
  return element;
}
