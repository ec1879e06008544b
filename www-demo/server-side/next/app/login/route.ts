import { auth } from '../auth';

export async function GET(request: Request): Promise<Response> {
  const headers = new Headers();
  const { url } = await auth().authorizationRequest({ returnTo: '/' }, request.headers.get('cookie'), headers);
  headers.set('location', url);
  return new Response(null, { status: 302, headers });
}
