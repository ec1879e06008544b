// A page without an app: the tests render what they need, where they need it.
import { createClient } from 'proofkey';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { App, Boundary, elements } from './elements.jsx';

const config = await (await fetch('/config.json')).json();
const client = createClient({ ...config, redirectUri: `${location.origin}/callback`, ...window.changes });
const roots = {};

/** An app with some elements, by their names. */
const app = (names, props) => (
  <App client={client} {...props}>
    {names.map((name) => {
      const Element = elements[name];
      return <Element key={name} />;
    })}
  </App>
);

Object.assign(window, {
  auth: client,
  render(place, names, props) {
    roots[place] ??= createRoot(document.getElementById(place));
    roots[place].render(app(names, props));
  },
  renderBare: (name) => createRoot(document.getElementById('one')).render(<Boundary>{<Bare name={name} />}</Boundary>),
  unmount(place) {
    roots[place].unmount();
    delete roots[place];
  },
  hydrate: (names) => hydrateRoot(document.getElementById('rendered'), app(names)),
});
/** Without a provider. */
function Bare({ name }) {
  const Element = elements[name];
  return <Element />;
}
