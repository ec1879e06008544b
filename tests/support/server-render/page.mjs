// The control: where there is a `window`, the same client does touch what a page has, and comes as far as the address.
globalThis.window = globalThis;
await import('./client.mjs').catch(() => {});
