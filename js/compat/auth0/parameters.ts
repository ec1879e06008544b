// `authorizationParams` of the original -> options of a sign-in.
import type { LoginOptions } from '../../src/index.js';
import { texts } from '../texts.js';
import { refused } from './errors.js';
import { originOf } from './tenant.js';
import type { Auth0ClientOptions, AuthorizationParams } from './types.js';

/** A sign-in as Proofkey begins it, and what is to be looked at when it has ended. */
export interface SignIn {
  login: Pick<LoginOptions, 'scope' | 'prompt' | 'maxAge' | 'authorizationParams'>;
  organization: string | undefined;
}

/** What stays in the browser while the user is at the server. */
export interface Kept {
  /** The app's. */
  appState?: unknown;
  organization?: string;
}

/** Where every sign-in of the client comes back to. */
export function redirectUriOf(options: Auth0ClientOptions): string {
  // On a server there is no page, and no sign-in.
  const origin = typeof window === 'undefined' ? originOf(options) : location.origin;
  return options.authorizationParams?.redirect_uri ?? origin;
}

/** What every sign-in of the client asks for, and `more`. */
export function scopeOf({ authorizationParams, useRefreshTokens }: Auth0ClientOptions, more?: string): string {
  const own: unknown = authorizationParams?.scope ?? 'profile email';
  if (typeof own !== 'string') throw refused('authorizationParams.scope', 'It is one text: a client has one audience.');
  const words = ['openid', own, useRefreshTokens ? 'offline_access' : '', more ?? ''].join(' ').split(' ');
  return [...new Set(words)].filter(Boolean).join(' ');
}

/** The words of a call's scope that the client does not ask for by itself. */
export function furtherScope(options: Auth0ClientOptions, { scope = '' }: AuthorizationParams = {}): string[] {
  const own = scopeOf(options).split(' ');
  return scope.split(' ').filter((word) => word && !own.includes(word));
}

/**
 * The sign-in of one call.
 *
 * @throws InvalidConfigurationError for another audience or callback URL than the client's: its one session would hold the wrong token
 */
export function signInOf(options: Auth0ClientOptions, call: AuthorizationParams = {}): SignIn {
  const own = { ...options.authorizationParams, redirect_uri: redirectUriOf(options) };
  for (const name of ['audience', 'redirect_uri'] as const) {
    if (call[name] === undefined || call[name] === own[name]) continue;
    throw refused(`authorizationParams.${name}`, 'A client has one: give it in the options of the client.');
  }
  const { scope: _, redirect_uri: __, prompt, max_age, ...rest } = { ...own, ...call };
  return {
    login: {
      scope: scopeOf(options, call.scope),
      ...(prompt !== undefined && { prompt }),
      ...(max_age !== undefined && { maxAge: Number(max_age) }),
      authorizationParams: texts(rest),
    },
    organization: rest.organization,
  };
}
