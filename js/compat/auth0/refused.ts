// Options of the original that Proofkey does not take. None is passed over: it might be one that somebody relies on.
import { refused } from './errors.js';
import type { Auth0ClientOptions, Refused } from './types.js';

/** The value that does not ask for it, and what to do instead. */
const refusals: Record<keyof Refused, [harmless: unknown, fix: string]> = {
  createAnonymousSessionOnFailedSilentAuth: [false, 'There are no anonymous sessions: leave it out.'],
  interactiveErrorHandler: [undefined, 'Catch MfaRequiredError, and call loginWithPopup() in the handler of a click.'],
  nowProvider: [
    undefined,
    'Leave it out: the clock of the server is learnt from its answers, and leeway covers the rest.',
  ],
  refreshTokenMode: ['offline', 'Refresh tokens are offline ones, each for one use: leave it out.'],
  sessionTransferTokenQueryParamName: [
    undefined,
    'Read the parameter in the app, and give it to loginWithRedirect() as authorizationParams.session_transfer_token.',
  ],
  useCookiesForTransactions: [false, 'Leave it out: the secret of a sign-in stays in the tab that began it.'],
  useDpop: [
    false,
    'Use createClient of proofkey with dpop: "required", whose fetch makes the proofs. Here, tokens are Bearer tokens.',
  ],
  useFormData: [true, 'Token requests are forms: leave it out.'],
  useMrrt: [
    false,
    'A client has one audience here: give it in authorizationParams. createClient of proofkey has getAccessToken({ audience }).',
  ],
};

const taken: readonly (keyof Auth0ClientOptions)[] = [
  ...(['domain', 'clientId', 'issuer', 'authorizationParams', 'leeway', 'cacheLocation', 'cache'] as const),
  ...(['useRefreshTokens', 'useRefreshTokensFallback', 'authorizeTimeoutInSeconds', 'httpTimeoutInSeconds'] as const),
  ...(['sessionCheckExpiryDays', 'cookieDomain'] as const),
  // Without effect, and without harm.
  ...(['auth0Client', 'legacySameSiteCookie', 'workerUrl', 'enterpriseConnect'] as const),
];

/** @throws InvalidConfigurationError */
export function checkRefused(options: Auth0ClientOptions) {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || (taken as readonly string[]).includes(name)) continue;
    const [harmless, fix] = refusals[name as keyof Refused] ?? [
      undefined,
      'Leave it out: there is no such option here.',
    ];
    if (value !== harmless) throw refused(name, fix);
  }
}
