// What somebody does who is not the app: a thief with a code, or an operator who looks whether a token is still alive.

/** POSTs a form to the tenant; gives the status beside the members of the answer. */
export async function post({ server }, path, form) {
  const answer = await fetch(server.url + path, { method: 'POST', body: new URLSearchParams(form) });
  return { status: answer.status, ...(await answer.json()) };
}

/** Redeems a refresh token; gives `[status, error]`. */
export async function redeem(tenant, refresh_token, client_id = 'spa-rs256') {
  const { status, error } = await post(tenant, '/oauth/token', {
    grant_type: 'refresh_token',
    refresh_token,
    client_id,
  });
  return [status, error];
}

/** Redeems a code as the app did, whose body is given, but for the changes; an undefined member is left out. */
export async function exchange(tenant, body, changes = {}) {
  const members = Object.entries({ ...body, ...changes }).filter(([, value]) => value !== undefined);
  return post(tenant, '/oauth/token', members);
}

/** What the tenant says of an access token at userinfo. */
export async function statusOf({ server }, accessToken) {
  const headers = { authorization: `Bearer ${accessToken}` };
  return (await fetch(`${server.url}/identity/v1/userinfo`, { headers })).status;
}
