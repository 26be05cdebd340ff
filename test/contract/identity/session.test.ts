import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import type { AppId } from '@hubbub/protocol';
import type { Login, Membership, Socket } from '../../../packages/server/src/features/operation.ts';
import { open } from '../../../packages/server/src/features/session/open.ts';
import { databaseMs, engines, type TestDatabase } from '../store/engines.ts';
import { enter, failure, good, identity, type Identity } from './server.ts';

setDefaultTimeout(databaseMs);

describe.each(engines)('sessions on $name', ({ create }) => {
  let database: TestDatabase;
  let server: Identity;
  let now = Date.UTC(2030, 0, 1);
  beforeAll(async () => {
    database = await create();
    server = identity(await database.open({ clock: () => now }));
  });
  afterAll(() => database.remove());

  const sessionOpen = () => {
    const { authenticator, store } = server;
    const windows = () => ({ editMs: 60_000, recallMs: 0 });
    return open({ authenticator, epoch: () => store.epoch, heartbeatMs: 25_000, windows });
  };
  const openWith = (args: object, setting: { socket?: Socket; login?: Login; app?: AppId } = {}) =>
    server.call(sessionOpen(), args, { door: 'socket', socket: new Recorder(), ...setting });
  const ticketOf = async (login: Login) => (await server.call(server.ticket, {}, { login })).result;

  test('a token opens a socket: bound first, then subscribed to what the user is in', async () => {
    const { token, login } = await enter(server, 'alice');
    const socket = new Recorder();
    const { result } = await openWith({ token }, { socket });
    expect(result).toMatchObject({
      epoch: server.store.epoch,
      heartbeatMs: 25_000,
      editSeconds: 60,
      recallSeconds: 0,
    });
    expect(result.user?.username).toBe('alice');
    expect(result.device).toMatchObject({ id: login.caller.device, current: true });
    expect(socket.seen[0]).toBe(`logIn ${login.caller.user} ${login.caller.device}`);
    expect(socket.seen[1]).toStartWith('subscribe');
  });

  test('what came with the upgrade opens it too; a token in the args wins, and a bad one is not made good', async () => {
    const bob = await enter(server, 'bob');
    const charlie = await enter(server, 'charlie');
    const { login } = bob;
    expect((await openWith({}, { login })).result.user?.username).toBe('bob');
    expect((await openWith({ token: charlie.token }, { login })).result.user?.username).toBe(
      'charlie',
    );
    expect(await failure(openWith({ token: 'bad' }, { login }))).toBe('TOKEN');
    expect(await failure(openWith({ ticket: 'bad' }, { login }))).toBe('TOKEN');
    expect(await failure(openWith({}))).toBe('NOT_LOGGED_IN');
  });

  test('a login of another app is refused before the socket is bound', async () => {
    const { token } = await enter(server, 'dora');
    const { login } = await enter(server, 'emma');
    const socket = new Recorder();
    expect(await failure(openWith({ token }, { socket, app: 'other' as AppId }))).toBe('APP');
    expect(
      await failure(openWith({}, { socket, login: { ...login, app: 'other' as AppId } })),
    ).toBe('APP');
    expect(socket.seen).toEqual([]);
  });

  test('a login that ended while the socket was being opened is refused', async () => {
    const { token, login } = await enter(server, 'frank');
    const socket = new Recorder();
    // The revocation is delivered before this socket is bound, so no emission closes it.
    const found = await server.authenticator.authenticate(token);
    await server.call(server.logOut, {}, { login });
    expect(await failure(openWith({}, { socket, login: found! }))).toBe('TOKEN');
    // Looked at when the socket was bound, so that one that ends later finds it; and it heard nothing.
    expect(socket.seen).toEqual([`logIn ${login.caller.user} ${login.caller.device}`]);
  });

  test('of fifty who use one ticket at once one gets in', async () => {
    const { login } = await enter(server, 'grace');
    const { ticket = '' } = await ticketOf(login);
    const tries = await Promise.all(
      Array.from({ length: 50 }, () => failure(openWith({ ticket }))),
    );
    expect(tries.filter((answer) => answer === 'no error')).toHaveLength(1);
    expect(tries.filter((answer) => answer === 'TOKEN')).toHaveLength(49);
  });

  test('a ticket opens for its own device, for thirty seconds', async () => {
    const { login } = await enter(server, 'heidi');
    const first = await ticketOf(login);
    expect(Number(first.expiresAt?.seconds) * 1000).toBe(now + 30_000);
    now += 29_999;
    const { result } = await openWith({ ticket: first.ticket });
    expect(result.device?.id).toBe(login.caller.device);
    const second = await ticketOf(login);
    now += 30_000;
    expect(await failure(openWith({ ticket: second.ticket }))).toBe('TOKEN');
  });

  test('a ticket dies with its device', async () => {
    const { login } = await enter(server, 'ivan');
    const { ticket } = await ticketOf(login);
    await server.call(server.logOut, {}, { login });
    expect(await failure(openWith({ ticket }))).toBe('TOKEN');
  });

  test('a ticket is no token and a token is no ticket', async () => {
    const { login, token } = await enter(server, 'judy');
    const { ticket } = await ticketOf(login);
    expect(await failure(openWith({ token: ticket }))).toBe('TOKEN');
    expect(await failure(openWith({ ticket: token }))).toBe('TOKEN');
    expect(await failure(openWith({ ticket }))).toBe('no error');
  });

  test('users are found by their exact name only, and ids nobody has are left out', async () => {
    const { login, user } = await enter(server, 'Kate');
    const found = async (username: string) =>
      (await server.call(server.find, { username }, { login })).result.users?.length;
    expect(await found('Kate')).toBe(1);
    for (const other of ['kate', 'Kat', 'K', '%', 'Kate ', '\u0000'])
      expect(await found(other)).toBe(0);
    const ids = [user, 'usr_00000000000', 'usr_garbage', 'x', user];
    const { result } = await server.call(server.get, { users: ids }, { login });
    expect(result.users?.map(({ id }) => id)).toEqual([user]);
    expect(JSON.stringify(result)).not.toContain(good);
  });
});

class Recorder implements Socket {
  readonly seen: string[] = [];
  logIn(_app: AppId, { user, device }: Login['caller']): void {
    this.seen.push(`logIn ${user} ${device}`);
  }
  subscribe(conversations: readonly Membership[]): void {
    this.seen.push(`subscribe ${conversations.map(({ conversation }) => conversation).join(' ')}`);
  }
  watch() {
    return { present: [], count: 0 };
  }
  unwatch(): void {}
  attend(): void {}
}
