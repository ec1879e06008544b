// A silent sign-in in each engine, at a server of the page's own site.
import { expect, sees, signIn, test } from './fixtures.mjs';
import { startWorld } from './world.mjs';

for (const entry of ['default', 'script', 'slim']) {
  test(`a hidden frame signs in who is known to the server, and says so of who is not (${entry})`, async ({ user }) => {
    const { url, done, close } = await startWorld();
    await user.open(`${url}/${entry}.html`);
    await sees(user, '#user', 'nobody');
    await user.click('#silently');
    await sees(user, '#silent', 'login_required');

    await signIn(user);
    await sees(user, '#user', 'Alice Liddell');
    // A page that knows nobody.
    await user.open(`${url}/${entry}.html`);
    await sees(user, '#user', 'nobody');
    await user.click('#silently');
    await sees(user, '#silent', 'Alice Liddell');
    expect(done).toEqual(['authorization_code', 'authorization_code']);
    await close();
  });
}
