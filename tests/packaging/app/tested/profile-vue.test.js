import { fakeError } from 'proofkey/testing';
import { createFakeProofkey } from 'proofkey/testing/vue';
import { createApp, nextTick } from 'vue';
import { Profile } from './profile-vue';

const alice = { sub: '1', name: 'Alice' };

function mounted(...given) {
  const { client, plugin } = createFakeProofkey(...given);
  const place = document.createElement('div');
  createApp(Profile).use(plugin).mount(place);
  return { client, place, click: () => place.querySelector('button').click() };
}

test('a visitor is offered to sign in, at the first render', () => {
  const { client, place, click } = mounted();
  expect(place.textContent).toBe('Sign in');
  click();
  expect(client.calls.loginWithRedirect).toHaveLength(1);
});

test('a user is greeted, and signs out', async () => {
  const { client, place, click } = mounted({ user: alice });
  expect(place.querySelector('h1').textContent).toBe('Alice');
  click();
  await nextTick();
  expect(client.calls.logout).toHaveLength(1);
  expect(place.textContent).toBe('Sign in');
});

test('the state changes in the middle of a test', async () => {
  const { client, place } = mounted({ isLoading: true });
  expect(place.textContent).toBe('Loading');
  client.set({ isLoading: false, user: alice });
  await nextTick();
  expect(place.textContent).toBe('AliceSign out');
  client.set({ isStale: true });
  await nextTick();
  expect(place.textContent).toBe('AliceOfflineSign out');
});

test('a sign-in that failed is shown', () => {
  const { place } = mounted({ error: fakeError('authorization_error') });
  expect(place.textContent).toBe('authorization_error');
});

test('a page that is the callback goes on where the sign-in began', async () => {
  const places = [];
  const redirectResult = { appState: 3, returnTo: '/cart' };
  const onRedirectCallback = (result) => places.push(result);
  const { place } = mounted({ user: alice, redirectResult }, { onRedirectCallback });
  expect(place.textContent).toBe('Loading');
  await new Promise((later) => setTimeout(later));
  expect(place.textContent).toBe('AliceSign out');
  expect(places).toEqual([redirectResult]);
});
