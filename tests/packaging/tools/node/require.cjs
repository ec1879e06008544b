const assert = require('node:assert/strict');
require('react');
require('vue');
require('vue-router');
const { entries, options, touched, watchGlobals } = require('./entries.cjs');

watchGlobals();
for (const entry of entries) require(entry);
for (const entry of ['proofkey', 'proofkey/eager', 'proofkey/slim']) {
  const { createClient, ProofkeyError } = require(entry);
  assert.equal(createClient(options).isAuthenticated, false);
  // All entries have one class of errors: what one of them throws is known with the other.
  assert.equal(ProofkeyError, require('proofkey').ProofkeyError);
}
assert.deepEqual([...touched], []);
