// A link that is a link, in each engine: what it must remember is stored when the page is left.
import { expect, sees, signInAt, test } from './fixtures.mjs';
import { startWorld } from './world.mjs';

test('a plain click on a link signs in, and ends where the user was when they clicked', async ({ user }) => {
  const { url, done, close } = await startWorld();
  await user.open(`${url}/default.html`);
  await sees(user, '#link', 'Sign in from another place');
  await user.click('#link');
  await signInAt(user);
  await sees(user, '#user', 'Alice Liddell');
  await sees(user, '#place', '/default.html#later');
  expect(done).toEqual(['authorization_code']);
  await close();
});
