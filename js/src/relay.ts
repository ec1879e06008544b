/**
 * For the callback page of popups and hidden frames. No core is needed for it.
 *
 * @module proofkey/relay
 */
export { relayResponse } from './window/relay.js';
