// Stands between the entries and the core as JavaScript. A server that renders may have browsers prefetch what the files of a page
// import lazily, as Nuxt does: everybody would get the fallback beside the wasm. What is imported from here is left alone.

export const loadCore = async () => (await import('./javascript.js')).loadCore();
