// What an app's author tests: a component with a sign-in button and a request to an API.
import { useProofkey } from 'proofkey/react';
import { useState } from 'react';

export function Profile({ load }) {
  const { isLoading, isAuthenticated, isStale, user, error, loginWithRedirect, logout, getAccessToken } = useProofkey();
  const [orders, setOrders] = useState('');
  if (isLoading) return <p>Loading</p>;
  const show = () =>
    getAccessToken()
      .then(load)
      .then(setOrders, ({ code }) => setOrders(`failed: ${code}`));
  if (!isAuthenticated) {
    return (
      <>
        {error && <p role="alert">{error.code}</p>}
        <button type="button" onClick={() => loginWithRedirect({ appState: { from: 'profile' } })}>
          Sign in
        </button>
      </>
    );
  }
  return (
    <>
      <h1>{user.name}</h1>
      {isStale && <p>Offline</p>}
      <button type="button" onClick={show}>
        Orders
      </button>
      <output>{orders}</output>
      <button type="button" onClick={logout}>
        Sign out
      </button>
    </>
  );
}
