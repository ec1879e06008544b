import { createClient } from 'proofkey';
import { ProofkeyProvider } from 'proofkey/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.jsx';

// An app has the URL of its server in it; the test's is known only now.
const auth = createClient({
  issuer: window.issuer,
  clientId: 'spa',
  redirectUri: `${location.origin}/callback`,
  scope: 'openid profile',
});

createRoot(document.getElementById('root')).render(
  <StrictMode>
    <ProofkeyProvider client={auth}>
      <App />
    </ProofkeyProvider>
  </StrictMode>,
);
