// A fake client stands wherever a real one does, and knows the app's claims as well.
import type { Client, LoginOptions, UserClaims } from 'proofkey';
import { createFakeClient, type FakeClient, fakeError } from 'proofkey/testing';
import { equal } from './equal.js';

interface Employee extends UserClaims {
  department: string;
}

const fake = createFakeClient<Employee>({ user: { sub: '1', department: 'sales' } });
const real: Client<Employee> = fake;
equal<typeof fake, FakeClient<Employee>>(true);
equal<typeof fake.calls.loginWithRedirect, readonly (LoginOptions | undefined)[]>(true);
fake.set({ user: undefined }, { reason: 'session_expired', remote: true });
fake.failNext('getAccessToken', 'network_error');
fake.failNext('fetch', 'step_up_required', { acrValues: 'phr', maxAge: 5 });
equal<typeof fake.calls.fetch, readonly (RequestInfo | URL)[]>(true);
createFakeClient({ fetch: async () => Response.json({ sub: '1' }) });
fake.failNext('loginWithRedirect', 'authorization_error', { error: 'access_denied' });
createFakeClient({ error: fakeError('token_error', { status: 400 }, 'callback') });
void real;

// @ts-expect-error: a user of this app has a department
createFakeClient<Employee>({ user: { sub: '1' } });
// @ts-expect-error: a code that does not exist
fake.failNext('getAccessToken', 'nope');
// @ts-expect-error: getUser gives no promise, and cannot fail
fake.failNext('getUser', 'timeout');
// @ts-expect-error: a misspelt state
fake.set({ loading: true });
