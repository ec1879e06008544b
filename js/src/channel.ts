import type { ClientOptions } from './options.js';

type Named = Pick<ClientOptions, 'issuer' | 'clientId'>;

/** What the page of a front-channel logout tells: the session that has ended at the server. */
export interface EndedSession {
  readonly iss: string;
  readonly sid: string;
}

/** The name of a client in one browser and one storage partition: of its channel, and of all that it keeps. */
export const nameOf = ({ issuer, clientId }: Named) => `proofkey:1:${issuer}:${clientId}`;

/**
 * The channel between all pages of a client. A browser that denies a page its storage may deny it channels as well: then there is
 * none.
 */
export function channelOf(client: Named): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(nameOf(client));
  } catch {
    return undefined;
  }
}
