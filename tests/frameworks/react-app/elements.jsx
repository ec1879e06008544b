// What the tests render, in a browser and on a server.
import {
  ProofkeyProvider,
  RedirectCallback,
  useLoginHref,
  useProofkey,
  withAuthenticationRequired,
} from 'proofkey/react';
import { Component, StrictMode } from 'react';

function State() {
  const { isLoading, isAuthenticated, user, error } = useProofkey();
  const text = isLoading ? 'loading' : `${isAuthenticated ? user.sub : 'nobody'}${error ? ` ${error.code}` : ''}`;
  return <p id="state">{text}</p>;
}

/** Buttons as people write them, with the call as the handler. */
function Buttons() {
  const { loginWithRedirect, loginWithPopup, logout } = useProofkey();
  return (
    <>
      <button type="button" onClick={loginWithRedirect}>
        Sign in
      </button>
      <button type="button" onClick={loginWithPopup}>
        In a popup
      </button>
      <button type="button" onClick={logout}>
        Sign out
      </button>
    </>
  );
}

/** A link as soon as there is one, as people write it: the options are another object each time. */
function Link({ cart = 3 }) {
  const { loginWithRedirect } = useProofkey();
  const href = useLoginHref({ appState: { cart } });
  if (href) return <a href={href}>Sign in</a>;
  return (
    <button type="button" onClick={loginWithRedirect}>
      Sign in
    </button>
  );
}

const OtherLink = () => <Link cart={4} />;

/** With what JSON cannot hold. */
const WrongLink = () => <Link cart={1n} />;

/** With an option that there is none of. */
function UnknownLink() {
  return <a href={useLoginHref({ pkce: false })}>{useLoginHref({ pkce: false }) ?? 'no link'}</a>;
}

const show = (text) => () => <p>{text}</p>;
const Secret = show('secret');

const Guarded = withAuthenticationRequired(Secret, {
  onRedirecting: show('one moment'),
  onSignedOut: show('signed out'),
  onError: ({ code }) => <p role="alert">{code}</p>,
});

/** With nothing said of how it looks. */
const Plain = withAuthenticationRequired(Secret);

const Callback = () => <RedirectCallback>ending</RedirectCallback>;

export class Boundary extends Component {
  state = {};

  static getDerivedStateFromError(error) {
    return { error };
  }

  render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return <p id="boundary">{[error.name, error.code, error.option].join(' ')}</p>;
  }
}

/** An app around some of them. */
export const App = ({ client, children, ...options }) => (
  <StrictMode>
    <Boundary>
      <ProofkeyProvider client={client} {...options}>
        {children}
      </ProofkeyProvider>
    </Boundary>
  </StrictMode>
);

/** What a test can ask for. */
export const elements = { Buttons, Callback, Guarded, Link, OtherLink, Plain, State, UnknownLink, WrongLink };
