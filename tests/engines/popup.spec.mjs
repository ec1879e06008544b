// A sign-in in a popup in each engine, and what its page can see of the popup's end.
import { setTimeout as sleep } from 'node:timers/promises';
import { clickUntil, expect, sees, signInAt, test } from './fixtures.mjs';
import { startWorld } from './world.mjs';

const coop = { 'cross-origin-opener-policy': 'same-origin' };

/** Begins a sign-in in a popup, and goes to its login page. */
async function begin(user, { url }, entry = 'default') {
  await user.open(`${url}/${entry}.html`);
  await sees(user, '#user', 'nobody');
  await clickUntil(user, '#in-popup', async () => (await user.windows()) > 1);
  await user.toPopup();
  await expect.poll(() => user.text('h1')).toBeTruthy();
}

for (const entry of ['default', 'script', 'slim']) {
  for (const [name, providerHeaders] of Object.entries({ 'leaves it alone': {}, 'cuts it off': coop })) {
    test(`a popup signs in at a server that ${name}, and is gone (${entry})`, async ({ user }) => {
      const world = await startWorld({ providerHeaders });
      await begin(user, world, entry);
      await signInAt(user);
      await user.toPage();
      await sees(user, '#popup', 'Alice Liddell');
      await expect.poll(() => user.windows()).toBe(1);
      expect(world.done).toEqual(['authorization_code']);
      await world.close();
    });
  }
}

test('closing an ordinary popup is popup_closed', async ({ user }) => {
  const world = await startWorld();
  await begin(user, world);
  // A person sees what there is before they close it.
  await sleep(500);
  await user.closePopup();
  await sees(user, '#popup', 'popup_closed');
  await world.close();
});

test('a popup that was cut off is not taken for closed', async ({ user }) => {
  const world = await startWorld({ providerHeaders: coop });
  await begin(user, world);
  await sleep(4000);
  await user.toPage();
  await sleep(1000);
  expect(await user.text('#popup')).toBe('');
  await user.toPopup();
  await signInAt(user);
  await user.toPage();
  await sees(user, '#popup', 'Alice Liddell');
  await world.close();
});
