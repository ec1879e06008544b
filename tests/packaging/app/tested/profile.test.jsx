import { act, fireEvent, render, screen } from '@testing-library/react';
import { ProofkeyError } from 'proofkey';
import { useLoginHref } from 'proofkey/react';
import { fakeError } from 'proofkey/testing';
import { createFakeProofkey } from 'proofkey/testing/react';
import { Profile } from './profile';

const alice = { sub: '1', name: 'Alice' };

test('a visitor is offered to sign in, at the first render', () => {
  const { client, Provider } = createFakeProofkey();
  render(<Profile />, { wrapper: Provider });
  fireEvent.click(screen.getByText('Sign in'));
  expect(client.calls.loginWithRedirect).toEqual([{ appState: { from: 'profile' } }]);
});

test('a user is greeted, and signs out', () => {
  const { client, Provider } = createFakeProofkey({ user: alice });
  render(<Profile />, { wrapper: Provider });
  expect(screen.getByRole('heading').textContent).toBe('Alice');
  fireEvent.click(screen.getByText('Sign out'));
  expect(client.calls.logout).toEqual([undefined]);
  screen.getByText('Sign in');
});

test('the state changes in the middle of a test', () => {
  const { client, Provider } = createFakeProofkey({ isLoading: true });
  render(<Profile />, { wrapper: Provider });
  screen.getByText('Loading');
  act(() => client.set({ isLoading: false, user: alice }));
  screen.getByText('Alice');
  act(() => client.set({ isStale: true }));
  screen.getByText('Offline');
  act(() => client.set({ user: undefined }, { reason: 'session_expired' }));
  screen.getByText('Sign in');
});

test('a sign-in that failed is shown', () => {
  const { Provider } = createFakeProofkey({ error: fakeError('authorization_error', { error: 'access_denied' }) });
  render(<Profile />, { wrapper: Provider });
  expect(screen.getByRole('alert').textContent).toBe('authorization_error');
});

test('a call fails, and the next one gives the token', async () => {
  const { client, Provider } = createFakeProofkey({ user: alice, accessToken: 'secret' });
  client.failNext('getAccessToken', 'network_error');
  render(<Profile load={async (token) => `orders for ${token}`} />, { wrapper: Provider });
  fireEvent.click(screen.getByText('Orders'));
  await screen.findByText('failed: network_error');
  fireEvent.click(screen.getByText('Orders'));
  await screen.findByText('orders for secret');
});

test('a page that is the callback goes on where the sign-in began', async () => {
  const places = [];
  const redirectResult = { appState: 3, returnTo: '/cart' };
  const { client, Provider } = createFakeProofkey(
    { user: alice, redirectResult },
    { onRedirectCallback: (result) => places.push(result) },
  );
  render(<Profile />, { wrapper: Provider });
  screen.getByText('Loading');
  await screen.findByText('Alice');
  expect(places).toEqual([redirectResult]);
  expect(client.calls.handleRedirectCallback).toHaveLength(1);
});

test('an error of the fake client is the class that the app catches', () => {
  expect(fakeError('timeout')).toBeInstanceOf(ProofkeyError);
});

function SignInLink() {
  return <a href={useLoginHref({ appState: 7 })}>In</a>;
}

test('a sign-in link has a URL once the app has started and the client is ready', async () => {
  const { client, Provider } = createFakeProofkey({ isLoading: true });
  client.failNext('authorizationUrl', 'not_ready');
  render(<SignInLink />, { wrapper: Provider });
  expect(screen.getByText('In').getAttribute('href')).toBeNull();
  expect(client.calls.authorizationUrl).toEqual([]);
  await act(async () => client.set({ isLoading: false }));
  expect(client.calls.ready).toHaveLength(1);
  expect(client.calls.authorizationUrl).toEqual([{ appState: 7 }, { appState: 7 }]);
  expect(screen.getByText('In').getAttribute('href')).toBe('https://fake.example/authorize');
});
