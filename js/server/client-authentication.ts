// How a confidential client says who it is (RFC 6749 section 2.3). The core makes a public client's requests; what proves more is put
// in where they are sent, so that no secret is ever in the core.
import { refused } from './errors.js';

/** A request to the token or the revocation endpoint, on its way. */
export interface ClientRequest {
  readonly issuer: string;
  readonly clientId: string;
  /** The endpoint. */
  readonly url: string;
  /** The body, which has `client_id` in it. */
  readonly form: URLSearchParams;
  readonly headers: Headers;
}

/** A way to authenticate. An object of the app's own may do it in another one, with a key that never leaves its vault for example. */
export interface ClientAuthentication {
  /** As servers register it (`token_endpoint_auth_method`, RFC 7591 section 2). */
  readonly method: string;
  /** Adds to the request what proves who sends it. What it throws is told as `config_error`, without its text. */
  authenticate(request: ClientRequest): void | Promise<void>;
}

/**
 * `client_secret_basic`: identifier and secret in the `Authorization` header, each in the form of a form field before (RFC 6749 section
 * 2.3.1), and neither in the body.
 *
 * @throws `config_error` if there is no secret.
 */
export function clientSecretBasic(secret: string): ClientAuthentication {
  checkSecret(secret);
  return {
    method: 'client_secret_basic',
    authenticate({ clientId, form, headers }) {
      form.delete('client_id');
      headers.set('authorization', `Basic ${btoa(`${encoded(clientId)}:${encoded(secret)}`)}`);
    },
  };
}

/**
 * `client_secret_post`: the secret in the body, for a server that takes nothing better.
 *
 * @throws `config_error` if there is no secret.
 */
export function clientSecretPost(secret: string): ClientAuthentication {
  checkSecret(secret);
  return {
    method: 'client_secret_post',
    authenticate: ({ form }) => form.set('client_secret', secret),
  };
}

/** `none`: a public client, whose code PKCE alone protects. */
export const none = (): ClientAuthentication => ({ method: 'none', authenticate() {} });

function checkSecret(secret: unknown) {
  if (typeof secret !== 'string' || !secret) throw refused('clientAuthentication', 'made with a secret');
}

/** As a form writes the value of a field (RFC 6749 appendix B). */
const encoded = (text: string) => new URLSearchParams({ '': text }).toString().slice(1);
