import { useProofkey } from 'proofkey/react';

/** A sign-in that failed: what it was, and the way to try again. Never automatic, which could go round in circles. */
export function Problem({ error }) {
  const { loginWithRedirect } = useProofkey();
  return (
    <section className="card problem" role="alert">
      <h1>That did not work</h1>
      <p>
        <code className="error-code">{error.code}</code> {error.errorDescription ?? error.hint}
      </p>
      <button type="button" className="primary" onClick={() => loginWithRedirect({ returnTo: error.returnTo ?? '/' })}>
        Sign in again
      </button>
    </section>
  );
}
