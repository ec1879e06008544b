// `proofkey/relay`: for the callback page of popups and hidden frames. No core is needed for it.
export { relayResponse } from './window/relay.js';
