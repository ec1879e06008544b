import type { IdTokenClaims } from '../../src/index.js';

/** The claims of the verified ID Token, and with `loadUserInfo` those of the UserInfo endpoint. */
export type UserProfile = IdTokenClaims;

/** What a {@link User} is made of. */
export interface UserArgs {
  access_token: string;
  scope?: string | undefined;
  profile: UserProfile;
  expires_at?: number | undefined;
  userState?: unknown;
}

/**
 * Who is signed in, as of the moment when it was given. `refresh_token` and `id_token` are not there: Proofkey gives neither to a page, renews by
 * itself ({@link UserManager.signinSilent}) and sends the `id_token_hint` of a logout by itself.
 */
export class User {
  /** For the `Authorization` header of an API; empty once it has expired and could not be renewed. */
  readonly access_token: string;
  /** `Bearer`: every other type is refused. */
  readonly token_type = 'Bearer';
  /** What was granted, separated by spaces. */
  readonly scope: string | undefined;
  readonly profile: UserProfile;
  /** When the access token expires, in seconds since the epoch. */
  readonly expires_at: number | undefined;
  /** What was given to the sign-in; it never left the browser. Only after a sign-in in this page, until its tokens are renewed. */
  readonly state: unknown;

  constructor(user: UserArgs) {
    this.access_token = user.access_token;
    this.scope = user.scope;
    this.profile = user.profile;
    this.expires_at = user.expires_at;
    this.state = user.userState;
  }

  /** How many seconds the access token has left. */
  get expires_in(): number | undefined {
    return this.expires_at === undefined ? undefined : this.expires_at - Math.floor(Date.now() / 1000);
  }

  /** Whether the access token has expired. */
  get expired(): boolean | undefined {
    return this.expires_in === undefined ? undefined : this.expires_in <= 0;
  }

  /** {@link scope} as a list. */
  get scopes(): string[] {
    return this.scope?.split(' ') ?? [];
  }
}

/** Claims that serve the protocol, as oidc-client-ts has them. */
const protocolClaims = ['nbf', 'jti', 'auth_time', 'nonce', 'acr', 'amr', 'azp', 'at_hash'];
/** Of these a profile is never without. */
const required = ['sub', 'iss', 'aud', 'exp', 'iat'];

/** The claims without those that serve the protocol, or without the ones that are named. */
export function profileOf(claims: UserProfile, filterProtocolClaims: boolean | readonly string[] = true): UserProfile {
  if (filterProtocolClaims === false) return claims;
  const dropped = filterProtocolClaims === true ? protocolClaims : filterProtocolClaims;
  const kept = Object.entries(claims).filter(([name]) => required.includes(name) || !dropped.includes(name));
  return Object.fromEntries(kept) as UserProfile;
}
