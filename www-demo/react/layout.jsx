import { useLoginHref, useProofkey } from 'proofkey/react';
import { NavLink, Outlet } from 'react-router';

/** What is around every page. */
export function Layout() {
  return (
    <>
      <header className="bar">
        <NavLink to="/" className="brand">
          <svg viewBox="0 0 32 32" aria-hidden="true">
            <rect width="32" height="32" rx="8" />
            <circle cx="11.5" cy="16" r="5" />
            <path d="M16.5 16H27v5M22 16v4" />
          </svg>
          Proofkey <span>React app</span>
        </NavLink>
        <nav>
          <NavLink to="/orders">Orders</NavLink>
          <NavLink to="/account">Account</NavLink>
        </nav>
        <Session />
      </header>
      <main className="page">
        <Outlet />
      </main>
    </>
  );
}

function Session() {
  const { isLoading, isAuthenticated, user, logout } = useProofkey();
  if (isLoading) return <p className="session">…</p>;
  return (
    <p className="session">
      {isAuthenticated && <span data-testid="user">{user.name ?? user.sub}</span>}
      {isAuthenticated ? (
        <button type="button" onClick={() => logout()}>
          Sign out
        </button>
      ) : (
        <SignIn />
      )}
    </p>
  );
}

/** A real link. Before it has a URL, and where it can have none, a button says what is the matter when it is pressed. */
function SignIn() {
  const { loginWithRedirect } = useProofkey();
  const href = useLoginHref();
  if (href) {
    return (
      <a className="primary" href={href}>
        Sign in
      </a>
    );
  }
  return (
    <button type="button" className="primary" onClick={() => loginWithRedirect()}>
      Sign in
    </button>
  );
}
