// An app that is CommonJS still: each entry by `require`, and by the `import` that becomes one.
import proofkey = require('proofkey');
import compatAuth0 = require('proofkey/compat/auth0');
import compatOidcClient = require('proofkey/compat/oidc-client');
import eager = require('proofkey/eager');
import frontChannelLogout = require('proofkey/front-channel-logout');
import idle = require('proofkey/idle');
import initiateLogin = require('proofkey/initiate-login');
import presets = require('proofkey/presets');
import react = require('proofkey/react');
import server = require('proofkey/server');
import slim = require('proofkey/slim');
import testing = require('proofkey/testing');
import testingReact = require('proofkey/testing/react');
import testingVue = require('proofkey/testing/vue');
import vue = require('proofkey/vue');

import { createClient, type ErrorCode, ProofkeyError } from 'proofkey';

const options = { issuer: 'https://op.example', clientId: 'spa', redirectUri: 'https://app.example/' };
const auth: proofkey.Client = createClient(options);
const again: proofkey.Client = slim.createClient(presets.reachfive({ domain: 'a.example', ...options }));
const third: proofkey.Client = eager.createClient(options);
const confidential: server.ServerClient = server.createServerClient({
  ...options,
  clientAuthentication: server.clientSecretBasic('secret'),
  cookieSecret: 'x'.repeat(32),
});
const fake: proofkey.Client = testing.createFakeClient({ user: { sub: '1' } });
const told: boolean = frontChannelLogout.handleFrontChannelLogout(options);
idle.signOutWhenIdle(auth, { afterSeconds: 600, signOut: () => auth.revokeTokens() }).stop();
const begun: Promise<void> = initiateLogin.handleInitiateLogin([auth]);
const state: boolean = react.useProofkey().isLoading;
testingReact.createFakeProofkey();
testingVue.createFakeProofkey();
const auth0: Promise<compatAuth0.Auth0Client> = compatAuth0.createAuth0Client({ domain: 'a.example', clientId: 'spa' });
const manager = new compatOidcClient.UserManager({ authority: '', client_id: '', redirect_uri: '' });
const below: proofkey.Client = manager.client;
vue.createProofkey({ client: fake });
auth.ready().catch((error: unknown) => {
  const code: ErrorCode | undefined = error instanceof ProofkeyError ? error.code : undefined;
  const same: boolean = error instanceof slim.ProofkeyError;
  return [code, same];
});

// @ts-expect-error: names only, and no default beside them
proofkey.default;
// @ts-expect-error: the client id is missing here as well
proofkey.createClient({ issuer: 'https://op.example', redirectUri: 'https://app.example/' });

export = { third, confidential, again, auth0, begun, below, fake, told, state };
