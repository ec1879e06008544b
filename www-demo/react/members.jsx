import { withAuthenticationRequired } from 'proofkey/react';
import { Problem } from './problem.jsx';

/** Makes a page that is for signed-in users alone; this is how all of them look to anybody else. */
export const members = (Page) =>
  withAuthenticationRequired(Page, {
    onRedirecting: () => <p role="status">One moment…</p>,
    onSignedOut: () => <p role="status">You have signed out.</p>,
    onError: (error) => <Problem error={error} />,
  });
