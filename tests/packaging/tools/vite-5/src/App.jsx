import { useProofkey } from 'proofkey/react';
import { useState } from 'react';

export function App() {
  const { isLoading, error, user, loginWithRedirect, getUserInfo } = useProofkey();
  const [answer, setAnswer] = useState('');
  if (isLoading) return <p>One moment…</p>;
  return (
    <>
      <button id="sign-in" type="button" onClick={() => loginWithRedirect()}>
        Sign in
      </button>
      <p id="user">{error?.message ?? user?.name ?? 'nobody'}</p>
      <button id="ask" type="button" onClick={async () => setAnswer((await getUserInfo()).name)}>
        Who am I?
      </button>
      <p id="answer">{answer}</p>
    </>
  );
}
