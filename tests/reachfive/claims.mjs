import { claimsOf } from '../../www-demo/server/users.mjs';

const byScope = {
  profile: ['name', 'given_name', 'family_name', 'nickname', 'locale', 'updated_at'],
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
};

/** What the scopes let a client know of the user, `sub` included. */
export function claimsFor(login, scopes) {
  const all = { ...claimsOf(login, ''), phone_number: '+33600000000', phone_number_verified: false };
  const names = ['sub', ...scopes.flatMap((scope) => byScope[scope] ?? [])];
  return Object.fromEntries(names.map((name) => [name, all[name]]));
}
