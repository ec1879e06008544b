// Renders an app with all of `proofkey/react` in it, as a server does, and prints it.
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import {
  ProofkeyProvider,
  RedirectCallback,
  useProofkey,
  withAuthenticationRequired,
} from '../../../target/npm/dist/react.js';
import { auth } from './client.mjs';

function User() {
  const { isLoading, user } = useProofkey();
  return isLoading ? 'loading' : (user?.name ?? 'nobody');
}

const Members = withAuthenticationRequired(User, { onRedirecting: () => 'on the way' });
const app = createElement(
  ProofkeyProvider,
  { client: auth },
  createElement('p', null, createElement(User)),
  createElement('p', null, createElement(Members)),
  createElement('p', null, createElement(RedirectCallback, null, 'signing in')),
);
process.stdout.write(renderToString(app));
