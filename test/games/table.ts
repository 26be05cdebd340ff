// Players for tests of games: accounts with the SDK, on one server.
import { Client, type ClientOptions } from '@hubbub/client';
import { signUp } from '../support/people.ts';

export interface Guest {
  readonly id: string;
  readonly client: Client;
  readonly token: string;
}

export async function guest(
  url: string,
  name: string,
  options: Partial<ClientOptions> = {},
): Promise<Guest> {
  const { user, token } = await signUp(url, `${name}-${crypto.randomUUID().slice(0, 8)}`);
  return { id: user.id, token, client: await connect(url, token, options) };
}

/** Another device or another start of the same one. */
export async function connect(
  url: string,
  token: string,
  options: Partial<ClientOptions> = {},
): Promise<Client> {
  const timings = { retryFirstMs: 20, retryMostMs: 200, lobbyMs: 20, ...options.timings };
  const client = new Client({ url, token, ...options, timings });
  await client.connect();
  return client;
}

/** The reason with which it is refused. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'nothing';
  } catch (error) {
    return (error as { reason?: string }).reason ?? String(error);
  }
}
