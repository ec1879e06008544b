// What both pages show to whoever drives them.

/** What came of a call: `{ value }`, or `{ refused }` with the code of the error and what it says of the server. */
const settled = (call) =>
  call().then(
    (value) => ({ value }),
    (error) => ({
      // An answer of the server that identity-core hands on is no Error; one that Proofkey hands on has a status.
      byServer: !(error instanceof Error) || error.status !== undefined,
      refused: error.code ?? error.error ?? error.name,
      detail: error.error,
    }),
  );

/**
 * Gives the app to `window.app`. The callback page handles its URL at once; what came of that are the promises
 * `app.outcomes`: one, or as many as `options.calls` says.
 */
export function serve(methods) {
  const calls = Object.entries(methods).map(([name, method]) => [
    name,
    (...given) => settled(async () => method(...given)),
  ]);
  window.app = Object.fromEntries(calls);
  if (!location.pathname.endsWith('/callback')) return;
  window.app.outcomes = Array.from({ length: window.options.calls ?? 1 }, () => window.app.callback());
}
