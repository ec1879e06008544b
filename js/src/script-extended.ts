// What the file of the script tag imports from beside it for `dpop`, `pushedAuthorizationRequests` and `query.jwt`.
export { default } from 'proofkey-extended-bytes';
export { dpopKeyOf } from './page/dpop-key.js';
