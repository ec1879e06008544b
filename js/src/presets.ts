// What providers do in their own way, one file for each. A preset gives options for `createClient`; the core knows no provider.
export * from './presets/reachfive.js';
