import { ProofkeyError } from 'proofkey/server';
import { auth } from '../auth';
import { begin } from '../sessions';

export async function GET(request: Request): Promise<Response> {
  const headers = new Headers();
  try {
    const cookie = request.headers.get('cookie');
    const { claims, session, returnTo } = await auth().exchange(request.url, cookie, headers);
    await begin({ name: claims.name ?? claims.sub, session });
    headers.set('location', returnTo);
    return new Response(null, { status: 302, headers });
  } catch (error) {
    if (!(error instanceof ProofkeyError)) throw error;
    console.warn(error.message);
    return new Response(error.code, { status: 400, headers });
  }
}
