// A certified server in its strictest form: what startAuthorizationServer takes.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { errors } from 'oidc-provider';
import { API } from '../../www-demo/server/authorization-server.mjs';

/** Wants DPoP with nonces of its own and pushed requests, of every client; signs its answers for whoever asks for that. */
export const strictly = (configuration) => ({
  ...configuration,
  clientDefaults: {
    ...configuration.clientDefaults,
    dpop_bound_access_tokens: true,
    require_pushed_authorization_requests: true,
  },
  features: {
    ...configuration.features,
    dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => true },
    jwtResponseModes: { enabled: true },
    pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
  },
});

/** Gives tokens for an API only to those who name it, whatever scope they ask for. */
export const namingResources = (configuration) => ({
  ...configuration,
  features: {
    ...configuration.features,
    resourceIndicators: {
      ...configuration.features.resourceIndicators,
      defaultResource: (_ctx, _client, oneOf) => oneOf?.[0],
    },
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

/** Issues tokens for these resources, each for one. */
export const servingResources = (resources) => (configuration) => ({
  ...configuration,
  features: {
    ...configuration.features,
    resourceIndicators: {
      ...configuration.features.resourceIndicators,
      getResourceServerInfo(context, resource) {
        const info = configuration.features.resourceIndicators.getResourceServerInfo(context, API);
        if (!resources.includes(resource)) throw new errors.InvalidTarget();
        return { ...info, audience: resource };
      },
    },
  },
});

/** Knows payments and accounts, and grants accounts alone. */
export const grantingInPart = (configuration) => {
  const accounts = (details) => details?.filter(({ type }) => type === 'account');
  return {
    ...configuration,
    clientDefaults: { ...configuration.clientDefaults, authorization_details_types: ['payment', 'account'] },
    features: {
      ...configuration.features,
      richAuthorizationRequests: {
        enabled: true,
        types: { payment: { validate() {} }, account: { validate() {} } },
        authorizationDetailsForGrantSource: ({ oidc }) => accounts(oidc.entities.Grant.rar),
        authorizationDetailsForAccessToken: (_context, _token, source) => accounts(source.rar),
        authorizationDetailsForIntrospection: (_context, { rar }) => rar,
      },
    },
  };
};

/** The algorithms of signatures that FAPI 2.0 leaves. */
const signing = ['ES256', 'PS256'];

/** Signs tokens in the other way that FAPI 2.0 leaves. */
const ps256 = () => ({
  ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }),
  use: 'sig',
  alg: 'PS256',
  kid: 'ps256',
});

/**
 * The FAPI 2.0 Security Profile as far as a public client can have it: all of the above and the profile's own switch; no RSA with the old
 * padding; refresh tokens stay, since they are bound.
 *
 * @param {{ requestSeconds?: number }} [options] how long a pushed request lives
 */
export const asFapi =
  ({ requestSeconds = 60 } = {}) =>
  (configuration) => {
    const strict = strictly(configuration);
    return {
      ...strict,
      clientDefaults: { ...strict.clientDefaults, authorization_signed_response_alg: 'ES256' },
      clients: configuration.clients.filter(({ id_token_signed_response_alg: alg }) => signing.includes(alg)),
      jwks: { keys: [...configuration.jwks.keys, ps256()] },
      enabledJWA: {
        authorizationSigningAlgValues: signing,
        dPoPSigningAlgValues: ['ES256', 'Ed25519'],
        idTokenSigningAlgValues: signing,
        userinfoSigningAlgValues: signing,
      },
      rotateRefreshToken: false,
      adapter: (model) =>
        shortLived(configuration.adapter(model), model === 'PushedAuthorizationRequest', requestSeconds),
      features: { ...strict.features, fapi: { enabled: true, profile: '2.0' } },
    };
  };

/** The server itself gives each pushed request a minute. */
function shortLived(adapter, isPushed, seconds) {
  if (!isPushed) return adapter;
  return { ...adapter, upsert: (id, payload, most) => adapter.upsert(id, payload, Math.min(most, seconds)) };
}
