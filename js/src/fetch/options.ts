/**
 * What an API wants of the user's sign-in before it answers (RFC 9470 section 3). It has the shape of login options:
 * `auth.loginWithRedirect(challenge)`, `auth.loginWithPopup(challenge)`.
 */
export interface StepUpChallenge {
  /** The authentication context classes that would do, separated by spaces, the preferred one first. */
  acrValues?: string;
  /** How old the user's sign-in may be, in seconds. */
  maxAge?: number;
}

/** An API that is sent a token of its own (RFC 8707): see {@link AccessTokenOptions}, which the members beside `url` are of. */
export interface ResourceServer {
  /** Where it is, as {@link ClientOptions.resourceServers} has it. */
  url: string;
  resource?: string | readonly string[];
  audience?: string;
  scope?: string;
}
