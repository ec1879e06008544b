/**
 * A client for the tests of apps. Its state is what the test says; there is no server, WebAssembly or crypto.
 *
 * @module proofkey/testing
 */
export type { Call, FakeCalls } from './calls.js';
export { createFakeClient, type FakeClient, type FakeOptions } from './fake-client.js';
export { fakeError } from './fake-error.js';
export type { FakeState } from './fake-state.js';
