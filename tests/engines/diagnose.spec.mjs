// What diagnose() can see in each engine, by each way of loading it.
import { expect, sees, signIn, test } from './fixtures.mjs';
import { startWorld } from './world.mjs';

/** `{ errors, warnings }`: the ids of what the page was told, once the diagnosis is there. */
async function diagnosed(user) {
  await user.click('#diagnose');
  await expect.poll(() => user.text('#diagnosis')).not.toBe('');
  const told = await user.text('#diagnosis');
  const idsOf = (severity) => [...told.matchAll(new RegExp(`${severity} (\\w+)`, 'g'))].map(([, id]) => id);
  return { errors: idsOf('error'), warnings: idsOf('warning') };
}

for (const entry of ['default', 'script', 'slim']) {
  test(`${entry} entry: a set-up that is sound has no error and no warning, and the user stays signed in`, async ({
    user,
  }) => {
    const { url, close } = await startWorld();
    await user.open(`${url}/${entry}.html`);
    await sees(user, '#user', 'nobody');
    await signIn(user);
    await sees(user, '#user', 'Alice Liddell');
    expect(await diagnosed(user)).toEqual({ errors: [], warnings: [] });
    const token = await user.text('#token');
    await user.click('#refresh');
    await expect.poll(() => user.text('#token')).not.toBe(token);
    await sees(user, '#user', 'Alice Liddell');
    await close();
  });
}

test('a redirect URI that is not registered is told', async ({ user }) => {
  const { url, close } = await startWorld({ isRegistered: false });
  await user.open(`${url}/default.html`);
  await sees(user, '#user', 'nobody');
  expect(await diagnosed(user)).toEqual({ errors: ['redirect_uri'], warnings: [] });
  await close();
});
