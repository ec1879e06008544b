import type { ClientOptions } from './types.js';

/** What the page of a front-channel logout tells: the session that has ended at the server. */
export interface EndedSession {
  readonly iss: string;
  readonly sid: string;
}

/**
 * The channel between all pages of a client in one browser and one storage partition. A browser that denies a page its
 * storage may deny it channels as well: then there is none.
 */
export function channelOf({
  issuer,
  clientId,
}: Pick<ClientOptions, 'issuer' | 'clientId'>): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(`proofkey:1:${issuer}:${clientId}`);
  } catch {
    return undefined;
  }
}
