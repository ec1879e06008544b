import { ProofkeyProvider, RedirectCallback } from 'proofkey/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter, RouterProvider } from 'react-router';
import { Account } from './account.jsx';
import { auth } from './auth.js';
import { Home } from './home.jsx';
import { Layout } from './layout.jsx';
import { Orders } from './orders.jsx';
import { Problem } from './problem.jsx';

// Back from the server's page for signing out: its `state` leaves the address bar, before the router looks.
if (new URLSearchParams(location.search).has('state') && !auth.isRedirectCallback()) {
  await auth.handleLogoutCallback().catch(console.error);
}

const callback = (
  <RedirectCallback onError={(error) => <Problem error={error} />}>
    <p role="status">Signing you in…</p>
  </RedirectCallback>
);

const router = createBrowserRouter([
  {
    element: <Layout />,
    children: [
      { path: '/', element: <Home /> },
      { path: '/callback', element: callback },
      { path: '/account', element: <Account /> },
      { path: '/orders', element: <Orders /> },
      { path: '*', element: <h1>There is no such page</h1> },
    ],
  },
]);

createRoot(document.getElementById('root')).render(
  <StrictMode>
    <ProofkeyProvider
      client={auth}
      onRedirectCallback={({ returnTo }) => router.navigate(returnTo, { replace: true })}
      // The link to sign in may be opened in a new tab.
      signInOnUnknownState
    >
      <RouterProvider router={router} />
    </ProofkeyProvider>
  </StrictMode>,
);
