// An app's module that creates the real client is imported by many a test that never signs in.
import * as proofkey from 'proofkey';
import * as compatAuth0 from 'proofkey/compat/auth0';
import * as compatOidcClient from 'proofkey/compat/oidc-client';
import * as eager from 'proofkey/eager';
import * as frontChannelLogout from 'proofkey/front-channel-logout';
import * as initiateLogin from 'proofkey/initiate-login';
import * as presets from 'proofkey/presets';
import * as slim from 'proofkey/slim';

test('every entry is imported, with names and no default', () => {
  for (const entry of [
    ...[proofkey, eager, slim, frontChannelLogout, initiateLogin, presets],
    ...[compatAuth0, compatOidcClient],
  ]) {
    expect(Object.keys(entry).length).toBeGreaterThan(0);
    expect(entry.default).toBeUndefined();
  }
  expect(slim.ProofkeyError).toBe(proofkey.ProofkeyError);
  expect(eager.ProofkeyError).toBe(proofkey.ProofkeyError);
  expect(compatOidcClient.ProofkeyError).toBe(proofkey.ProofkeyError);
});

test.each([proofkey, eager, slim])(
  'a client is created without a word, and fails with its own error',
  async ({ createClient }) => {
    // There is nobody at that port.
    const options = { issuer: 'http://localhost:9', clientId: 'spa', redirectUri: 'http://localhost/callback' };
    const auth = createClient({ ...options, onWarning: () => {} });
    expect(auth.isAuthenticated).toBe(false);
    expect(auth.isRedirectCallback()).toBe(false);
    await expect(auth.loginWithRedirect()).rejects.toBeInstanceOf(proofkey.ProofkeyError);
    auth.dispose();
  },
);
