import type { ClientOptions } from './types.js';

/** What the page of a front-channel logout tells: the session that has ended at the server. */
export interface EndedSession {
  readonly iss: string;
  readonly sid: string;
}

/** The channel between all pages of a client in one browser and one storage partition. */
export function channelOf({ issuer, clientId }: Pick<ClientOptions, 'issuer' | 'clientId'>): BroadcastChannel {
  return new BroadcastChannel(`proofkey:1:${issuer}:${clientId}`);
}
