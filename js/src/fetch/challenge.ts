import type { StepUpChallenge } from './options.js';

/** Why an API refuses a token. */
export interface Challenge {
  /** As the API calls it; there is none where the page may not read it. */
  error?: string;
  errorDescription?: string;
  /** What the user has to do first. Without it, another token may be enough. */
  stepUp?: StepUpChallenge;
}

/** A scheme, or a parameter with its value, quoted or not (RFC 9110 section 11.6.1). */
const part = /([^\s,="]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?/g;

/**
 * The challenge of a response, if that is about the token; everything else is the app's to look at.
 *
 * @param schemes of those that a token of ours is sent by
 */
export function challengeOf({ status, headers }: Response, schemes: readonly string[]): Challenge | undefined {
  if (status !== 401) return undefined;
  const header = headers.get('www-authenticate');
  // An API of another origin must expose it (Access-Control-Expose-Headers); many do not.
  if (header === null) return {};
  const members = parametersOf(header, schemes);
  // Another scheme than ours.
  if (!members) return undefined;
  const { error, error_description: errorDescription } = members;
  const told: Challenge = { ...(error && { error }), ...(errorDescription && { errorDescription }) };
  switch (error) {
    // Not every server says why, and a token went along.
    case undefined:
    case 'invalid_token':
      return told;
    case 'insufficient_user_authentication':
      return { ...told, stepUp: stepUpOf(members) };
    default:
      return undefined;
  }
}

/** The parameters of the challenges for these schemes in a header, in lower case; the first of a name counts. None for other schemes. */
export function parametersOf(header: string, schemes: readonly string[]): Record<string, string> | undefined {
  let members: Record<string, string> | undefined;
  let isTheirs = false;
  for (const [, name = '', quoted, plain] of header.matchAll(part)) {
    const value = quoted?.replace(/\\(.)/g, '$1') ?? plain;
    if (value === undefined) {
      isTheirs = schemes.includes(name.toLowerCase());
      if (isTheirs) members ??= Object.create(null) as Record<string, string>;
    } else if (isTheirs && members) {
      members[name.toLowerCase()] ??= value;
    }
  }
  return members;
}

/** RFC 9470 section 3. */
function stepUpOf({ acr_values: acrValues, max_age: maxAge = '' }: Record<string, string>): StepUpChallenge {
  return { ...(acrValues && { acrValues }), ...(/^\d{1,9}$/.test(maxAge) && { maxAge: Number(maxAge) }) };
}
