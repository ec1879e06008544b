// In the place of `hints.ts` in the worker: what to do about an error is told by the page.
export const hintOf = () => '';
