// The same stories on both databases, and more devices of somebody who is in one.
import { describe } from 'bun:test';
import type { Config } from '../../../packages/server/src/config/table.ts';
import { createDatabase } from '../../support/postgres.ts';
import { openSocket, type RawSocket, type TestServer } from '../../support/server.ts';
import { stories, type Person } from '../stories.ts';
import { post, textIn, type Answered } from './http.ts';

/** What everybody in the stories has chosen. */
export const storyPassword = 'correct horse battery staple';

export function onBoth(
  tell: (tell: ReturnType<typeof stories>) => void,
  options: Partial<Config> = {},
): void {
  describe('SQLite', () => tell(stories(async () => options)));
  describe('PostgreSQL', () =>
    tell(
      stories(async () => ({
        ...options,
        database: await createDatabase({ fsync: false, isMigrated: true }),
      })),
    ));
}

export interface OtherDevice {
  readonly token: string;
  readonly device: string;
  readonly socket: RawSocket;
}

export function logInWith(
  server: TestServer,
  username: string,
  more: object = {},
): Promise<Answered> {
  const args = { username, password: storyPassword, ...more };
  return post(`${server.url}/hubbub.v1.AccountService/LogIn`, args);
}

/** Logs the same person in on another device, with a socket of its own. */
export async function elsewhere(server: TestServer, person: Person): Promise<OtherDevice> {
  const { body } = await logInWith(server, person.username);
  const token = textIn(body, 'token');
  const socket = await openSocket(server.socketUrl);
  await socket.call('session.open', { token });
  return { token, device: textIn(body, 'device'), socket };
}

/** What a token is still good for. */
export async function reasonOf(server: TestServer, token: string): Promise<string | undefined> {
  const authorization = `Bearer ${token}`;
  return (await post(`${server.url}/hubbub.v1.DeviceService/List`, {}, { authorization })).reason;
}
