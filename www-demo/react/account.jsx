import { useProofkey } from 'proofkey/react';
import { useState } from 'react';
import { members } from './members.jsx';

export const Account = members(function Account() {
  // With the access token, for the API that auth.js names.
  const { user, fetch } = useProofkey();
  const [answer, setAnswer] = useState();

  async function callApi() {
    try {
      const response = await fetch(import.meta.env.VITE_API);
      setAnswer(await response.text());
    } catch (error) {
      setAnswer(`${error.name}: ${error.message}`);
    }
  }

  return (
    <>
      <h1>Your account</h1>
      <section className="card">
        <div className="user">
          <span className="portrait" aria-hidden="true">
            {(user.name ?? user.sub).slice(0, 1)}
          </span>
          <div>
            <h2>{user.name}</h2>
            <p>{user.email}</p>
          </div>
        </div>
        {import.meta.env.VITE_API && (
          <button type="button" className="primary" onClick={callApi}>
            Call the API
          </button>
        )}
        {answer && <pre role="status">{answer}</pre>}
      </section>
    </>
  );
});
