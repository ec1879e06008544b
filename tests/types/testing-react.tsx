import type { UserClaims } from 'proofkey';
import { useProofkey } from 'proofkey/react';
import type { FakeClient } from 'proofkey/testing';
import { createFakeProofkey } from 'proofkey/testing/react';
import { equal } from './equal.js';

interface Employee extends UserClaims {
  department: string;
}

const { client, Provider } = createFakeProofkey<Employee>(
  { user: { sub: '1', department: 'sales' }, redirectResult: { appState: 3, returnTo: '/' } },
  { onRedirectCallback: ({ returnTo }) => returnTo },
);
equal<typeof client, FakeClient<Employee>>(true);
client.set({ isStale: true });

function Department() {
  const { user } = useProofkey<Employee>();
  equal<typeof user, Employee | undefined>(true);
  return <p>{user?.department}</p>;
}

export const tested = (
  <Provider>
    <Department />
  </Provider>
);
// @ts-expect-error: a user of this app has a department
createFakeProofkey<Employee>({ user: { sub: '1' } });
// @ts-expect-error: the client is the fake one
createFakeProofkey({}, { client });
