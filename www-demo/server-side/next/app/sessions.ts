import { cookies } from 'next/headers';

interface User {
  name: string;
  /** What `exchange` gave: the tokens are in it. */
  session: string;
}

// A real app has a database here. Pages and route handlers do not share their modules, so the map is everybody's.
const store = globalThis as { sessions?: Map<string, User> };
store.sessions ??= new Map();
const sessions = store.sessions;

/** On this machine there is no https, which a name with `__Host-` asks for. */
const isSecure = process.env.ORIGIN?.startsWith('https:') ?? true;
const name = isSecure ? '__Host-session' : 'session';

export async function currentUser(): Promise<User | undefined> {
  return sessions.get((await cookies()).get(name)?.value ?? '');
}

export async function begin(user: User): Promise<void> {
  await end();
  // Always a new name: one that was there before may be known to somebody else.
  const id = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url');
  sessions.set(id, user);
  (await cookies()).set({ name, value: id, httpOnly: true, secure: isSecure, sameSite: 'lax', path: '/' });
}

export async function end(): Promise<User | undefined> {
  const user = await currentUser();
  const jar = await cookies();
  sessions.delete(jar.get(name)?.value ?? '');
  jar.set({ name, value: '', maxAge: 0, httpOnly: true, secure: isSecure, sameSite: 'lax', path: '/' });
  return user;
}
