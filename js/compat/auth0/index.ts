/**
 * The names of `@auth0/auth0-spa-js` 2.x, on Proofkey's client. It knows of Proofkey what every app may know.
 *
 * @module proofkey/compat/auth0
 */
import { Auth0Client } from './auth0-client.js';
import type { Auth0ClientOptions } from './types.js';

export {
  AuthenticationError,
  GenericError,
  InvalidConfigurationError,
  MfaRequiredError,
  MissingRefreshTokenError,
  MissingScopesError,
  PopupCancelledError,
  PopupOpenError,
  PopupTimeoutError,
  TimeoutError,
} from './errors.js';
export type * from './types.js';
export { Auth0Client };

/**
 * Creates a client, and looks whether somebody is signed in: {@link Auth0Client.checkSession}. That nobody is, or that nobody can be
 * reached, is no error here.
 *
 * @throws InvalidConfigurationError for an option that Proofkey cannot do, or will not: it names the option, and what to do instead.
 */
export async function createAuth0Client(options: Auth0ClientOptions): Promise<Auth0Client> {
  const auth0 = new Auth0Client(options);
  await auth0.checkSession();
  return auth0;
}
