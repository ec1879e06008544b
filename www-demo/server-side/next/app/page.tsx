import { Suspense } from 'react';
import { currentUser } from './sessions';

async function User() {
  const user = await currentUser();
  if (!user) {
    // A plain link: Next.js would fetch what a <Link> leads to, which begins a sign-in.
    return (
      <>
        <p id="user">nobody</p>
        <a id="sign-in" href="/login">
          Sign in
        </a>
      </>
    );
  }
  return (
    <form method="post" action="/logout">
      <p id="user">{user.name}</p>
      <button type="submit">Sign out</button>
    </form>
  );
}

export default function Home() {
  return (
    <Suspense fallback={<p>loading</p>}>
      <User />
    </Suspense>
  );
}
