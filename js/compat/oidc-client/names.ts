// Names of oidc-client-ts, and those of Proofkey that take the same value.

/** Setting -> option of `createClient`. */
export const clientNames = {
  authority: 'issuer',
  client_id: 'clientId',
  redirect_uri: 'redirectUri',
  post_logout_redirect_uri: 'postLogoutRedirectUri',
  scope: 'scope',
  response_mode: 'responseMode',
  metadata: 'metadata',
  requestTimeoutInSeconds: 'timeoutSeconds',
} as const;

/** Setting, or argument of a sign-in, -> option of a login. */
export const loginNames = {
  scope: 'scope',
  prompt: 'prompt',
  display: 'display',
  max_age: 'maxAge',
  ui_locales: 'uiLocales',
  acr_values: 'acrValues',
  login_hint: 'loginHint',
} as const;

/** Those whose value is put in another form: see settings.ts. */
const formed = {
  popup_redirect_uri: 'relayRedirectUri',
  signingKeys: 'jwks',
  extraQueryParams: 'authorizationParams',
  extraTokenParams: 'tokenParams',
  state: 'appState',
  checkSessionIntervalInSeconds: 'intervalSeconds',
} as const;

/** The values that are there, under their other names. */
export function renamed(values: object, names: Readonly<Record<string, string>>) {
  const known = Object.entries(values).filter(([name, value]) => Object.hasOwn(names, name) && value !== undefined);
  // biome-ignore lint/suspicious/noExplicitAny: each has the type of its option, which the two interfaces say
  return Object.fromEntries(known.map(([name, value]) => [names[name], value])) as Record<string, any>;
}

/** What an option of Proofkey is called there. */
export function settingOf(option: string): string | undefined {
  const names = Object.entries({ ...loginNames, ...clientNames, ...formed });
  return names.find(([, ours]) => ours === option)?.[0];
}
