// What a server renders: the client is made there, too, and does nothing.
import { createClient } from 'proofkey';
import { renderToString } from 'react-dom/server';
import { App, elements } from './elements.jsx';

const client = createClient({
  issuer: 'https://op.example',
  clientId: 'spa',
  redirectUri: 'https://app.example/callback',
});

export const html = renderToString(
  <App client={client}>
    <elements.State />
    <elements.Guarded />
    <elements.Link />
  </App>,
);
