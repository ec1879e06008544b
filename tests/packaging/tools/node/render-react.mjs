import assert from 'node:assert/strict';
import { createClient } from 'proofkey';
import { ProofkeyProvider, useProofkey } from 'proofkey/react';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { options, touched, watchGlobals } from './entries.cjs';

const App = () => {
  const { isLoading, isAuthenticated } = useProofkey();
  return createElement('p', {}, `loading: ${isLoading}, signed in: ${isAuthenticated}`);
};

watchGlobals();
const client = createClient(options);
const html = renderToString(createElement(ProofkeyProvider, { client }, createElement(App)));
assert.equal(html, '<p>loading: true, signed in: false</p>');
assert.deepEqual([...touched], []);
