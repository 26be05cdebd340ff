// On which devices a user may be logged in at once, by the setting of the app: who loses is out for good and told why, on every
// way it was in, and nobody else is.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { SignJWT } from 'jose';
import { closes, DeviceDescription_Class as Class } from '@hubbub/protocol';
import { createDatabase } from '../../support/postgres.ts';
import { client, keyOf, operatorOf, usersOf, type Client } from '../../support/backend.ts';
import { openSocket, startServer, type RawSocket, type TestServer } from '../../support/server.ts';
import { until } from '../../support/until.ts';
import { refused } from '../stories.ts';

setDefaultTimeout(60_000);

const secret = 'what the business signs its tokens with';
const password = 'correct horse battery staple';

function businessToken(sub: string, issuedAt?: number): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const claims = { aud: 'newest', sub, exp: now + 60, ...(issuedAt && { iat: now + issuedAt }) };
  const made = new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'k' });
  return made.sign(Buffer.from(secret));
}

interface In {
  readonly token: string;
  readonly device: string;
  readonly socket: RawSocket;
}

for (const engine of ['SQLite', 'PostgreSQL'])
  describe(engine, () => {
    let server: TestServer;
    let operator: Client;
    beforeAll(async () => {
      const database =
        engine === 'SQLite' ? '' : await createDatabase({ fsync: false, isMigrated: true });
      server = await startServer({ database });
      operator = operatorOf(server);
      const policies = { every: undefined, class: 'ONE_PER_CLASS', newest: 'NEWEST', late: 'ALL' };
      for (const [name, devices] of Object.entries(policies))
        await operator('app.create', { name, ...(devices && { devices }) });
      const addTokenKeys = [{ id: 'k', algorithm: 'HS256', key: secret }];
      await operator('app.update', { name: 'newest', addTokenKeys, eventLog: { enabled: true } });
    }, 90_000);
    afterAll(async () => await server?.stop());

    const anyone = () => client(server.url);
    const signUp = (app: string, username: string) =>
      anyone()('account.signUp', { app, username, password });
    const open = async (token: string): Promise<RawSocket> => {
      const socket = await openSocket(server.socketUrl);
      await socket.call('session.open', { token });
      return socket;
    };
    const logIn = async (app: string, username: string, device: object = {}): Promise<In> => {
      const entered = await anyone()('account.logIn', { app, username, password, device });
      const token = entered['token'] as string;
      return { token, device: entered['device'] as string, socket: await open(token) };
    };
    const devicesOf = async ({ token }: In): Promise<string[]> => {
      const { devices } = await client(server.url, { token })('device.list');
      return (devices as { id: string }[]).map(({ id }) => id).toSorted();
    };
    const isIn = async (...all: readonly In[]) => {
      for (const { token, socket } of all) {
        await socket.call('device.list', {});
        await client(server.url, { token })('device.list');
      }
    };
    /** What opens a socket for a device, as long as that is logged in. */
    const ticketOf = async ({ token }: In) =>
      (await client(server.url, { token })('session.ticket'))['ticket'] as string;
    /** Out over every door, with the same word. */
    const isReplaced = async ({ token, socket }: In) => {
      expect(await socket.closed).toBe(closes.REPLACED.code);
      for (const op of ['device.list', 'account.logOut', 'session.ticket'] as const)
        expect(await refused(client(server.url, { token })(op))).toBe('REPLACED');
      const late = await openSocket(server.socketUrl);
      expect(await refused(late.call('session.open', { token }))).toBe('REPLACED');
      expect(await late.closed).toBe(closes.REPLACED.code);
    };

    test('all at once, unless something else was set', async () => {
      await signUp('every', 'ann');
      const all = [
        await logIn('every', 'ann', { class: 'PHONE' }),
        await logIn('every', 'ann', { class: 'PHONE' }),
        await logIn('every', 'ann'),
      ];
      await isIn(...all);
      const { settings } = (await operator('app.get', { name: 'every' }))['app'];
      expect(settings.devices).toBe('ALL');
    });

    test('one of each class: a log-in ends those of its own', async () => {
      const { device: first } = await signUp('class', 'bob');
      await signUp('class', 'cleo');
      const web = await logIn('class', 'bob', { class: 'WEB' });
      const phone = await logIn('class', 'bob', { class: 'PHONE', key: 'old phone' });
      const other = await logIn('class', 'cleo', { class: 'PHONE' });
      const ticket = await ticketOf(phone);
      const next = await logIn('class', 'bob', { class: 'PHONE', key: 'new phone' });
      await isReplaced(phone);
      const late = await openSocket(server.socketUrl);
      expect(await refused(late.call('session.open', { ticket }))).toBe('REPLACED');
      expect(await late.closed).toBe(closes.REPLACED.code);
      // It is used up all the same.
      const later = await openSocket(server.socketUrl);
      expect(await refused(later.call('session.open', { ticket }))).toBe('TOKEN');
      await isIn(web, next, other);
      expect(await devicesOf(next)).toEqual([first as string, web.device, next.device].toSorted());

      // Who does not say what it is and who says that it is something else are of one class.
      const nameless = await logIn('class', 'bob');
      const something = await logIn('class', 'bob', { class: 'OTHER' });
      await isReplaced(nameless);
      const again = await logIn('class', 'bob');
      await isReplaced(something);

      // The first phone comes back with its key: the same device, and the other one has to go.
      const back = await logIn('class', 'bob', { class: 'PHONE', key: 'old phone' });
      expect(back.device).toBe(phone.device);
      await isReplaced(next);
      await isIn(web, again, back, other);
      expect(await refused(client(server.url, { token: phone.token })('device.list'))).toBe(
        'TOKEN',
      );
    });

    test('the newest alone, whichever way it came in', async () => {
      const backend = client(server.url, { token: await keyOf(operator, 'newest') });
      const { user } = await signUp('newest', 'dora');
      const [business = ''] = await usersOf(backend, 'shop dora');
      const byPassword = await logIn('newest', 'dora', { class: 'WEB' });
      const { token, device } = await backend('account.mintToken', { user: user.id });
      const minted = { token, device, socket: await open(token as string) } as In;
      await isReplaced(byPassword);
      const last = await logIn('newest', 'dora', { class: 'WEB' });
      await isReplaced(minted);
      await isIn(last);

      // A log-in of somebody else, and the same name in another app, are nothing to it.
      const signed = await open(await businessToken('shop dora'));
      const mint = await backend('account.mintToken', { user: business });
      expect(await signed.closed).toBe(closes.REPLACED.code);
      await signUp('every', 'dora');
      await logIn('every', 'dora');
      await isIn(last, { ...mint, socket: await open(mint['token'] as string) } as In);

      const log = await backend('event.read', { kinds: ['DEVICE_LOGGED_OUT'] });
      const events = log['events'] as { device: string; logout: string }[];
      const out = new Map(events.map((one) => [one.device, one.logout]));
      expect(out.get(byPassword.device)).toBe('REPLACED');
      expect(out.get(minted.device)).toBe('REPLACED');
      expect(out.has(last.device)).toBe(false);
    });

    test('the event log says why a login ended', async () => {
      await operator('app.create', { name: 'logged' });
      await operator('app.update', { name: 'logged', eventLog: { enabled: true } });
      const backend = client(server.url, { token: await keyOf(operator, 'logged') });
      await signUp('logged', 'ivy');
      const [left, revoked, kicked, changed, last] = [
        await logIn('logged', 'ivy'),
        await logIn('logged', 'ivy'),
        await logIn('logged', 'ivy'),
        await logIn('logged', 'ivy'),
        await logIn('logged', 'ivy'),
      ];
      const by = ({ token }: In) => client(server.url, { token });
      await by(left)('account.logOut');
      await by(last)('device.revoke', { device: revoked.device });
      await backend('user.endDevice', { device: kicked.device });
      expect(await kicked.socket.closed).toBe(closes.REVOKED.code);
      await by(last)('account.changePassword', { current: password, password: `${password}!` });
      expect(await changed.socket.closed).toBe(closes.PASSWORD_CHANGED.code);
      await by(last)('account.delete');
      const events = await until(async () => {
        const log = await backend('event.read', { kinds: ['DEVICE_LOGGED_OUT'] });
        const all = (log['events'] ?? []) as { device: string; logout: string }[];
        return all.some(({ device }) => device === last.device) && all;
      });
      const why = ({ device }: In) => events.find((one) => one.device === device)?.logout;
      expect([left, revoked, kicked, changed, last].map(why)).toEqual([
        'LEFT',
        'REVOKED',
        'KICKED',
        'PASSWORD_CHANGED',
        'DELETED',
      ]);
    });

    test('a device that logs in again does not lose to itself, and its other tabs stay', async () => {
      await signUp('newest', 'emil');
      const key = { class: 'WEB', key: 'browser' };
      const tab = await logIn('newest', 'emil', key);
      const again = await logIn('newest', 'emil', key);
      expect(again.device).toBe(tab.device);
      await tab.socket.call('device.list', {});
      await isIn(again);
    });

    test('of many log-ins at one moment exactly one is left', async () => {
      for (const [app, classes] of [
        ['newest', [Class.PHONE, Class.WEB, Class.DESKTOP, Class.TABLET]],
        ['class', [Class.PHONE]],
      ] as const) {
        const backend = client(server.url, { token: await keyOf(operator, app) });
        const [user = ''] = await usersOf(backend, 'racer');
        const tokens = await Promise.all(
          Array.from({ length: 24 }, async (_, i) => {
            const device = { class: classes[i % classes.length] };
            return (await backend('account.mintToken', { user, device }))['token'] as string;
          }),
        );
        const answers = await Promise.all(
          tokens.map((token) =>
            refused(client(server.url, { token })('device.list')).catch(() => 'in'),
          ),
        );
        expect(answers.filter((one) => one === 'in')).toHaveLength(1);
        expect(answers.filter((one) => one === 'REPLACED')).toHaveLength(23);
      }
    });

    test('tightened later, it ends nobody by itself; the next log-in does', async () => {
      await signUp('late', 'fay');
      await signUp('late', 'gus');
      const first = await logIn('late', 'fay', { class: 'PHONE' });
      const second = await logIn('late', 'fay', { class: 'PHONE' });
      const other = await logIn('late', 'gus');
      const { app } = await operator('app.update', { name: 'late', devices: 'NEWEST' });
      expect(app.settings.devices).toBe('NEWEST');
      await isIn(first, second, other);
      const third = await logIn('late', 'fay', { class: 'WEB' });
      await isReplaced(first);
      await isReplaced(second);
      await isIn(third, other);
      // What is not named stays, and what was ended stays so when it is loosened.
      await operator('app.update', { name: 'late', origins: { names: [] } });
      const fourth = await logIn('late', 'fay');
      await isReplaced(third);
      await operator('app.update', { name: 'late', devices: 'ALL' });
      await logIn('late', 'fay');
      await isIn(fourth);
      expect(await refused(client(server.url, { token: third.token })('device.list'))).toBe(
        'REPLACED',
      );
      const { entries } = await operator('audit.list', { target: 'late', action: 'app.update' });
      expect(entries[2].details).toBe('{"devices":"NEWEST"}');
    });

    test('a token of the business brings nobody back who lost since it was made', async () => {
      const enter = async (key: string, issuedAt?: number) => {
        const token = await businessToken('hal', issuedAt);
        const socket = await openSocket(server.socketUrl);
        const device = { key };
        const opened = await refused(socket.call('session.open', { token, device })).catch(
          () => 'in',
        );
        return { socket, opened };
      };
      const phone = await enter('phone', -30);
      const web = await enter('web', -20);
      expect(await phone.socket.closed).toBe(closes.REPLACED.code);
      // As a client does that never heard why its socket was closed.
      const back = await enter('phone', -30);
      expect(back.opened).toBe('REPLACED');
      expect(await back.socket.closed).toBe(closes.REPLACED.code);
      await web.socket.call('device.list', {});
      // A new one is a log-in like any other.
      expect((await enter('phone', 5)).opened).toBe('in');
      expect(await web.socket.closed).toBe(closes.REPLACED.code);
      // One that does not say when it was made is taken for new.
      expect((await enter('web')).opened).toBe('in');
    });
  });
