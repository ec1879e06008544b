import { auth } from '../auth';
import { end } from '../sessions';

/** A form of another site cannot send a Lax cookie along with a POST. */
export async function POST(): Promise<Response> {
  const user = await end();
  const location = (user && (await auth().logoutUrl(user.session))) ?? '/';
  return new Response(null, { status: 303, headers: { location } });
}
