// What the file of the script tag imports from beside it for `dpop`, `pushedAuthorizationRequests`, `query.jwt`, `resource`, `audience` and
// `authorizationDetails`.
export { default } from 'proofkey-extended-bytes';
export { dpopKeyOf } from './page/dpop-key.js';
