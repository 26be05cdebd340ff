// The ten minutes after a login or a confirmation, told with a clock that is moved.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { confirm } from '../../../packages/server/src/features/account/confirm.ts';
import { changeUsername } from '../../../packages/server/src/features/account/change-username.ts';
import { delete as deleteAccount } from '../../../packages/server/src/features/account/delete.ts';
import { get } from '../../../packages/server/src/features/account/get.ts';
import { createAttempts } from '../../../packages/server/src/features/account/attempts.ts';
import { databaseMs, engines, type TestDatabase } from '../../contract/store/engines.ts';
import {
  enter,
  failure,
  good,
  identity,
  offers,
  unlimited,
  type Identity,
} from '../../contract/identity/server.ts';

setDefaultTimeout(databaseMs);
const minute = 60_000;

describe.each(engines)('a fresh login on $name', ({ create }) => {
  let database: TestDatabase;
  let server: Identity;
  let now = Date.UTC(2030, 0, 1);
  beforeAll(async () => {
    database = await create();
    server = identity(await database.open({ clock: () => now }));
  });
  afterAll(() => database.remove());

  const confirmation = () =>
    confirm({ passwords: server.passwords, attempts: createAttempts(unlimited), offers });
  const isFresh = async (login: Awaited<ReturnType<typeof enter>>['login']) =>
    (await server.call(get, {}, { login })).result.account?.freshUntil !== undefined;

  test('is one of ten minutes; account.confirm makes it so again, on its device alone', async () => {
    const { login, token } = await enter(server, 'alice', { key: 'laptop' });
    const phone = await server.call(server.logIn, { username: 'alice', password: good });
    const other = await server.loginOf(phone.result.token ?? '');
    now += 10 * minute;
    expect(await server.loginOf(token)).toBeDefined();
    await server.call(changeUsername, { username: 'alice2' }, { login });
    now += 1;
    expect(await isFresh(login)).toBe(false);
    for (const operation of [changeUsername, deleteAccount])
      expect(
        await failure(server.call(operation as never, { username: 'x1' } as never, { login })),
      ).toBe('NOT_FRESH');
    expect(
      await failure(
        server.call(confirmation(), { proof: { case: 'password', value: 'wrong' } }, { login }),
      ),
    ).toBe('PASSWORD_WRONG');
    expect(await isFresh(login)).toBe(false);
    await server.call(confirmation(), { proof: { case: 'password', value: good } }, { login });
    expect(await isFresh(login)).toBe(true);
    expect(await isFresh(other)).toBe(false);
    expect(await failure(server.call(deleteAccount, {}, { login: other }))).toBe('NOT_FRESH');
    await server.call(deleteAccount, {}, { login });
  });
});
