const { parse, stringify } = JSON;

/** The text that `appState` travels as. */
export function textOf(appState: unknown): string | undefined {
  try {
    return stringify(appState);
  } catch (cause) {
    throw { code: 'config_error', option: 'appState', cause };
  }
}

/** What the app gave to `loginWithRedirect`. It comes out of sessionStorage, where other hands may have been. */
export function parsed(appState: unknown): unknown {
  try {
    return typeof appState === 'string' ? parse(appState) : undefined;
  } catch {
    return undefined;
  }
}
