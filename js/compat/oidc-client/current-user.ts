// Who is signed in, as a `User`, and the events that tell of it.
import type { Change, Client, Snapshot } from '../../src/index.js';
import type { Callbacks } from './events.js';
import type { UserManagerSettings } from './settings.js';
import { profileOf, User, type UserProfile } from './user.js';

/** The user of a client. */
export class CurrentUser {
  readonly #client: Client;
  readonly #settings: Readonly<UserManagerSettings>;
  readonly #callbacks: Callbacks;
  #known: { user: User; snapshot: Snapshot } | undefined;
  /** Whom `UserLoaded` was raised for last. */
  #announced: User | undefined;
  /** What the UserInfo endpoint says of the user. */
  #info: { sub: string } | undefined;

  constructor(client: Client, settings: Readonly<UserManagerSettings>, callbacks: Callbacks) {
    this.#client = client;
    this.#settings = settings;
    this.#callbacks = callbacks;
  }

  /** One object for as long as nothing changes; `null` if nobody is signed in. */
  async get(): Promise<User | null> {
    const { loadUserInfo, filterProtocolClaims } = this.#settings;
    if (!this.#client.isAuthenticated && !(await this.#client.checkSession())) return null;
    const token = await this.#client.getAccessToken({ minValiditySeconds: 0 }).catch(() => '');
    const snapshot = this.#client.getSnapshot();
    const { claims, scope, expiresAt } = snapshot;
    if (!claims) return null;
    if (this.#known?.snapshot === snapshot && this.#known.user.access_token === token) return this.#known.user;
    if (loadUserInfo && token && this.#info?.sub !== claims.sub) this.#info = await this.#client.getUserInfo();
    const info = this.#info?.sub === claims.sub ? this.#info : {};
    const profile = profileOf({ ...claims, ...info } as UserProfile, filterProtocolClaims);
    const user = new User({ access_token: token, scope, profile, expires_at: expiresAt });
    this.#known = { user, snapshot };
    return user;
  }

  /** Raises `UserLoaded`, once for each object. */
  announce(user: User) {
    if (user === this.#announced) return;
    this.#announced = user;
    this.#callbacks.raise('userLoaded', user);
  }

  /** Raises the events of a change. @param isOwn whether a call of the manager was under way */
  async tell({ reason, remote }: Change, isOwn: boolean) {
    const isSignIn = reason === 'signed_in';
    if (isSignIn || reason === 'refreshed') {
      const user = await this.get();
      if (user) this.announce(user);
      // Nobody but the monitor signs in by itself.
      const isMonitors = isSignIn && !remote && !isOwn && this.#settings.monitorSession;
      if (isMonitors) this.#callbacks.raise('userSessionChanged');
    }
    if (reason === 'signed_out' && remote) this.#callbacks.raise('userSignedOut');
    if (reason === 'signed_out' || reason === 'session_expired') {
      this.#info = undefined;
      this.#callbacks.raise('userUnloaded');
    }
  }
}
