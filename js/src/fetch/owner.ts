import type { Page } from '../page/page.js';
import type { Call, Session } from '../page/session.js';
import type { UserClaims } from '../types.js';

/** What requests to APIs need of a page. The worker of a vault has something that is none. */
export interface Owner<Claims extends UserClaims> extends Pick<Page<Claims>, 'options' | 'fetch' | 'begin'> {
  readonly snapshots: {
    readonly now: { readonly claims: { readonly sub: string } | undefined };
    readonly epoch: number;
  };
  readonly session: Pick<Session<Claims>, 'forOneUser' | 'getAccessToken'>;
  readonly call: Call;
}
