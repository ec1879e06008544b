'use client';
import { useProofkey } from 'proofkey/react';
import { useState } from 'react';

export function Profile() {
  const { isLoading, user, loginWithRedirect, getUserInfo } = useProofkey();
  const [answer, setAnswer] = useState('');
  return (
    <>
      <button id="sign-in" type="button" onClick={() => loginWithRedirect()}>
        Sign in
      </button>
      <p id="user">{isLoading ? 'loading' : (user?.name ?? 'nobody')}</p>
      <button id="ask" type="button" onClick={async () => setAnswer(String((await getUserInfo()).name))}>
        Ask the server
      </button>
      <p id="answer">{answer}</p>
    </>
  );
}
