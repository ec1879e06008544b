// What an app wants to know again after a sign-out: kept in this tab, under the `state` that the server gives back.

/** What {@link UserManager.signoutRedirectCallback} gives. */
export interface SignoutResponse {
  readonly state: string | null;
  readonly error: string | null;
  readonly error_description: string | null;
  readonly error_uri: string | null;
  /** What was given to {@link UserManager.signoutRedirect}. */
  readonly userState: unknown;
}

const keyOf = (state: string) => `proofkey:signed-out:${state}`;

/** Keeps it until the browser is back from that URL. */
export function keep(userState: unknown, url: string) {
  const state = new URL(url).searchParams.get('state');
  try {
    if (state && userState !== undefined) sessionStorage.setItem(keyOf(state), JSON.stringify(userState));
  } catch {
    // Denied or full: the sign-out goes on without.
  }
}

/** The answer in the URL, with what was kept for it. */
export function signoutResponse(url: string | undefined): SignoutResponse {
  // On a server there is none: the client says so.
  const here = globalThis.location?.href ?? 'about:blank';
  const { searchParams } = new URL(url ?? here, here);
  const read = (name: string) => searchParams.get(name);
  return {
    state: read('state'),
    error: read('error'),
    error_description: read('error_description'),
    error_uri: read('error_uri'),
    userState: take(read('state')),
  };
}

function take(state: string | null): unknown {
  if (state === null) return undefined;
  try {
    const text = sessionStorage.getItem(keyOf(state));
    sessionStorage.removeItem(keyOf(state));
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
