// A certified server in its strictest form: what startAuthorizationServer takes.
import { randomBytes } from 'node:crypto';

/** Wants DPoP with nonces of its own and pushed requests, of every client; signs its answers for whoever asks for that. */
export const strictly = (configuration) => ({
  ...configuration,
  clientDefaults: { dpop_bound_access_tokens: true, require_pushed_authorization_requests: true },
  features: {
    ...configuration.features,
    dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => true },
    jwtResponseModes: { enabled: true },
    pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
  },
});

/** Takes pushed requests alone, and says so in its metadata; everything else is as usual. */
export const pushingAlone = (configuration) => ({
  ...configuration,
  features: {
    ...configuration.features,
    pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
    webMessageResponseMode: { enabled: true, ack: 'individual-draft-01' },
  },
});

/** What an app asks for there. */
export const bound = { scope: 'openid profile offline_access', dpop: 'required', pushedAuthorizationRequests: true };
