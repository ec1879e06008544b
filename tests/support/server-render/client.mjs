import { createClient } from '../../../target/npm/dist/index.js';

/** A client as a server has it. */
export const auth = createClient({
  issuer: 'https://op.example',
  clientId: 'spa',
  redirectUri: 'https://app.example/callback',
});
