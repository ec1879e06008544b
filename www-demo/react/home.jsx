import { useProofkey } from 'proofkey/react';
import { Link } from 'react-router';

export function Home() {
  const { isAuthenticated, user } = useProofkey();
  return (
    <>
      <h1>{isAuthenticated ? `Welcome, ${user.given_name ?? user.name ?? 'friend'}` : 'An app with a front door'}</h1>
      <p className="lead">
        Anybody may read this page. <Link to="/orders?status=open#o-1003">The open orders</Link> are for signed-in
        users: the link leads to the login page first, and then to that order.
      </p>
    </>
  );
}
