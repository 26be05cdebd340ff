import type { TestServer } from '../support/server.ts';

/** A new user of this name on a real server. */
export async function signUp(
  server: Pick<TestServer, 'url'>,
  name: string,
): Promise<{ id: string; token: string }> {
  const username = `${name}-${crypto.randomUUID().slice(0, 8)}`;
  const response = await fetch(`${server.url}/hubbub.v1.AccountService/SignUp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: 'correct horse battery staple' }),
  });
  const body = (await response.json()) as { user: { id: string }; token: string };
  return { id: body.user.id, token: body.token };
}
