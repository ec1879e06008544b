import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';

const salt = randomBytes(16);
const hash = (password) => scryptSync(password, salt, 32);

// Demo users: their passwords are printed on the login page, so they are no secret.
const users = new Map([
  ['alice', { password: hash('wonderland'), name: 'Alice Liddell', email: 'alice@example.com', colour: '#3b5bdb' }],
  ['bob', { password: hash('builder'), name: 'Bob Builder', email: 'bob@example.com', colour: '#b35309' }],
]);

/** Everybody's one-time code: it is printed on the login page, like the passwords. */
export const CODE = '424242';

/** How tokens tell that the user has given it (`acr`, OpenID Connect Core 2). */
export const STRONG = 'urn:example:second-factor';

/** Whether an authorization request asks for it (RFC 9470 section 4). */
export const asksForCode = ({ acr_values: wanted }) =>
  String(wanted ?? '')
    .split(' ')
    .includes(STRONG);

/** For the login page: everybody who can sign in with one click. */
export const demoUsers = [...users].map(([login, { name }]) => ({ login, name }));

export const isUser = (login) => users.has(login);

export const nameOf = (login) => users.get(login)?.name ?? login;

/** Takes as long for an unknown user as for a known one. */
export function isPassword(login, password) {
  const user = users.get(login);
  const given = hash(String(password ?? ''));
  return Boolean(user) && timingSafeEqual(user.password, given);
}

/** The claims of OpenID Connect Core 5.1 for a user; the provider picks those that the scope allows. */
export function claimsOf(login, issuer) {
  const { name, email } = users.get(login);
  const [given_name, family_name] = name.split(' ');
  return {
    sub: login,
    name,
    given_name,
    family_name,
    nickname: given_name,
    preferred_username: login,
    locale: 'en',
    picture: `${issuer}/pictures/${login}.svg`,
    updated_at: 1_700_000_000,
    email,
    email_verified: true,
  };
}

/** A picture drawn here, so that the demo works with no network. */
export function pictureOf(login) {
  const user = users.get(login);
  if (!user) return undefined;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96"><rect width="96" height="96" fill="${user.colour}"/>
<circle cx="48" cy="38" r="17" fill="#fff" opacity=".92"/><path d="M14 96c2-25 16-36 34-36s32 11 34 36z" fill="#fff" opacity=".92"/></svg>`;
}
