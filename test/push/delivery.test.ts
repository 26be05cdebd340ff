// What people are told over push services, from what was said to what a device opens; against a push service of the test's
// own. Each test also says who is told nothing.
import { Database } from 'bun:sqlite';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { Configuration_Level as Level } from '@hubbub/protocol';
import { systemClock } from '../../packages/server/src/ports/clock.ts';
import { startPushService, type PushDevice, type PushService } from '../support/push-service.ts';
import { openSocket, startServer, type TestServer } from '../support/server.ts';
import { hasOpenssl } from '../support/certificate.ts';
import { leaveOut } from '../support/left-out.ts';
import { until } from '../support/until.ts';
import { makeDirect, makeRoom, meet, say, subscribed, type Somebody } from './people.ts';

setDefaultTimeout(30_000);
if (!hasOpenssl) leaveOut('openssl');
let service: PushService;
let server: TestServer;
/** Stands still but while something is waited for, so that nobody is told before a test has done all it does. */
let now = Date.now();
const clock = { ...systemClock, now: () => now };
beforeAll(async () => {
  service = await startPushService();
  server = await startServer(
    {
      pushHosts: [service.host],
      pushCa: service.caFile,
      pushContact: 'mailto:admin@example.com',
    },
    { clock },
  );
});
afterAll(async () => {
  await server.stop();
  await service.stop();
});

const passing = <T>(found: () => T | Promise<T>, what: string) =>
  until(
    () => {
      now += 200;
      return found();
    },
    { what, timeoutMs: 20_000 },
  );
const told = (device: PushDevice | undefined, body: string) =>
  passing(() => device?.pushed.find(({ text }) => text.body === body), `a notification “${body}”`);

/** How much is owed and was not told yet. */
function owed(): number {
  const name = readdirSync(server.data).find((one) => one.endsWith('.db')) ?? '';
  const file = new Database(join(server.data, name), { readonly: true });
  const [row] = file.query<{ rows: number }, []>('select count(*) as rows from push_owed').all();
  file.close();
  return row?.rows ?? 0;
}

const come = async (...names: string[]) =>
  (await Promise.all(names.map((name) => meet(server, name)))) as [Somebody, Somebody, Somebody];

test('a direct message is told, encrypted, with the server’s word and no more than needed', async () => {
  const [alice, bob] = await come('alice', 'bob');
  const device = await subscribed(bob, service);
  const conversation = await makeDirect(alice, bob);
  const seq = await say(alice, { conversation, text: 'see you at 8 ☃ {name}' });
  const { text, headers, claims, applicationKey, bytes } = await told(
    device,
    'see you at 8 ☃ {name}',
  );
  expect(text).toEqual({
    title: 'alice',
    body: 'see you at 8 ☃ {name}',
    path: `/c/${conversation}`,
    tag: conversation,
    place: seq,
  });
  expect((await bob.call('push.get', {})).applicationKey).toBe(applicationKey);
  expect(claims).toMatchObject({
    aud: `https://${service.host}`,
    sub: 'mailto:admin@example.com',
  });
  const left = (claims.exp ?? 0) - now / 1000;
  expect(left).toBeGreaterThan(3_600);
  expect(left).toBeLessThan(24 * 3_600);
  expect(headers).toMatchObject({
    'content-encoding': 'aes128gcm',
    urgency: 'high',
    ttl: String(24 * 3_600),
  });
  // Nothing of who speaks to whom; and all are of one length.
  const shown = JSON.stringify(headers);
  for (const id of [conversation, alice.id, bob.id, 'alice', 'bob'])
    expect(shown).not.toContain(id);
  expect(bytes).toBeLessThan(3_000);
  await say(alice, { conversation, text: 'x'.repeat(3_000) });
  await passing(() => device.pushed.length === 2, 'another one');
  expect(device.pushed[1]?.bytes).toBe(bytes);
  expect(Array.from(device.pushed[1]?.text.body ?? '')).toHaveLength(200);
  expect(device.pushed[1]?.headers['topic']).toBe(headers['topic'] ?? '');
});

test('of all who are in a room those are told who want to be, may be, and do not look', async () => {
  const names = ['alice', 'plain', 'muted', 'none', 'mentions', 'called', 'looking', 'reader'];
  const more = ['blocker', 'gone', 'loggedOut', 'ended', 'unsubscribed', 'answers', 'away'];
  const all = await Promise.all([...names, ...more].map((name) => meet(server, name)));
  const by = Object.fromEntries(all.map((one) => [one.name, one])) as Record<string, Somebody>;
  const { alice, muted, none, mentions, called, looking, reader, plain } = by as Record<
    string,
    Somebody
  >;
  const { blocker, gone, loggedOut, ended, unsubscribed, answers, away } = by;
  if (!alice || !muted || !none || !mentions || !called || !looking || !reader || !plain)
    throw new Error();
  if (!blocker || !gone || !loggedOut || !ended || !unsubscribed || !answers || !away)
    throw new Error();
  const conversation = await makeRoom(alice, all.slice(1));
  const devices = new Map(
    await Promise.all(all.map(async (one) => [one.name, await subscribed(one, service)] as const)),
  );
  const stranger = await meet(server, 'stranger');
  devices.set('stranger', await subscribed(stranger, service));
  await muted.call('conversation.configure', { conversation, muteSeconds: 3_600 });
  await none.call('conversation.configure', { conversation, level: Level.NONE });
  await mentions.call('conversation.configure', { conversation, level: Level.MENTIONS });
  await called.call('conversation.configure', { conversation, level: Level.MENTIONS });
  await looking.call('presence.attend', {});
  await away.call('presence.attend', {});
  await away.call('presence.attend', { stopped: true });
  await blocker.call('contact.block', { user: alice.id });
  await gone.call('conversation.leave', { conversation });
  await fetch(`${server.url}/hubbub.v1.AccountService/LogOut`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${loggedOut.token}`,
    },
    body: '{}',
  });
  const elsewhere = await openSocket(server.socketUrl);
  await elsewhere.call('session.open', { token: ended.token });
  await elsewhere.call('device.revoke', { device: ended.device });
  await unsubscribed.call('push.unsubscribe', {});
  const seq = await say(alice, {
    conversation,
    text: 'to whom it may concern',
    mentions: [called.id],
  });
  // What they do now is after they were noted down to be told.
  await until(() => owed() > 0, { what: 'somebody to be told' });
  await reader.call('mark.set', { conversation, read: seq });
  await say(answers, { conversation, text: 'I have read it' });
  // In another room nobody else says anything after that.
  const den = await makeRoom(alice, [plain, blocker, reader]);
  const last = await say(alice, { conversation: den, text: 'in the den' });
  await reader.call('mark.set', { conversation: den, read: last });
  await told(devices.get('plain'), 'in the den');
  for (const name of ['plain', 'away', 'blocker', 'reader', 'alice'])
    await told(devices.get(name), 'I have read it');
  await told(devices.get('called'), 'to whom it may concern');
  // What was due before is settled before this.
  await say(alice, { conversation: await makeDirect(alice, stranger), text: 'the end' });
  await told(devices.get('stranger'), 'the end');
  const heard = [...devices].flatMap(([name, { asked }]) => (asked > 0 ? [name] : [])).toSorted();
  // `blocker` and `reader` are told what somebody else said after that.
  const expected = ['alice', 'away', 'blocker', 'called', 'plain', 'reader', 'stranger'];
  expect(heard).toEqual(expected);
  const bodies = (name: string) => devices.get(name)?.pushed.map(({ text }) => text.body);
  expect(bodies('blocker')).toEqual(['I have read it']);
  expect(bodies('reader')).toEqual(['I have read it']);
  expect(bodies('alice')).toEqual(['I have read it']);
  expect(bodies('called')).toEqual(['to whom it may concern']);
  expect(bodies('stranger')).toEqual(['the end']);
  const inLobby = (name: string) =>
    devices.get(name)?.pushed.findLast(({ text }) => text.tag === conversation);
  expect(inLobby('plain')?.text.title).toBe('answers in lobby');
  // The service learns nothing of who is in one room.
  const topics = ['plain', 'called', 'away'].map((name) => inLobby(name)?.headers['topic']);
  expect(new Set(topics).size).toBe(3);
});

test('what was taken back is not told, and of a whisper only those in it hear', async () => {
  const [alice, bob, charlie] = await come('alice', 'bob', 'charlie');
  const conversation = await makeRoom(alice, [bob, charlie]);
  const [bobs, charlies] = [await subscribed(bob, service), await subscribed(charlie, service)];
  const seq = await say(alice, { conversation, text: 'a slip' });
  await alice.call('message.recall', { conversation, seq });
  const direct = await makeDirect(alice, bob);
  const before = owed();
  const slip = await say(alice, { conversation: direct, text: 'another slip' });
  await until(() => owed() > before, { what: 'it to be owed' });
  await alice.call('message.recall', { conversation: direct, seq: slip });
  const whisper = await alice.call('conversation.whisper', {
    room: conversation,
    users: [bob.id],
    clientKey: 'w',
  });
  await say(alice, { conversation: whisper.conversation?.id ?? '', text: 'psst' });
  const { text } = await told(bobs, 'psst');
  expect(text).toMatchObject({ title: 'alice whispers', path: `/c/${conversation}` });
  await say(alice, { conversation, text: 'the end' });
  await told(charlies, 'the end');
  await told(bobs, 'the end');
  expect(charlies.pushed.map((one) => one.text.body)).toEqual(['the end']);
  expect(bobs.pushed.map((one) => one.text.body).toSorted()).toEqual(['psst', 'the end']);
});

test('a device that hides text, in its language; names as the reader has given them', async () => {
  const [alice, bob] = await come('alice', 'bob');
  const hiding = await subscribed(bob, service, { hideText: true, language: 'ko-KR' });
  const conversation = await makeDirect(alice, bob);
  await bob.call('contact.update', { user: alice.id, alias: 'Al' });
  await say(alice, { conversation, text: 'a secret' });
  const { text } = await told(hiding, '새 메시지');
  expect(text.title).toBe('Al');
  expect(JSON.stringify(text)).not.toContain('secret');
});

test('a service that does not know the address ends it; one that is busy is asked again', async () => {
  const [alice, bob, charlie] = await come('alice', 'bob', 'charlie');
  const conversation = await makeRoom(alice, [bob, charlie]);
  const [bobs, charlies] = [await subscribed(bob, service), await subscribed(charlie, service)];
  bobs.answer(410);
  charlies.answer(429, { 'retry-after': '3600' });
  await say(alice, { conversation, text: 'one' });
  await passing(() => bobs.asked === 1 && charlies.asked === 1, 'both to be asked');
  await until(async () => (await bob.call('push.get', {})).subscription === undefined);
  charlies.answer(201);
  bobs.answer(201);
  await say(alice, { conversation, text: 'two' });
  // Others are told meanwhile, and it is asked when it wants to be: with one notification for both.
  const [dave] = await come('dave');
  const daves = await subscribed(dave, service);
  await say(alice, { conversation: await makeDirect(alice, dave), text: 'three' });
  await told(daves, 'three');
  expect(charlies.asked).toBe(1);
  now += 3_600_000;
  await told(charlies, 'two');
  expect(charlies.pushed).toHaveLength(1);
  expect(bobs.asked).toBe(1);
});

test('requests of friends, and likes of moments, unless the device wants none', async () => {
  const [alice, bob] = await come('alice', 'bob');
  const wants = await subscribed(bob, service);
  const second = await meetAgain(bob);
  const wantsNone = await subscribed(second, service, { noContacts: true, noMoments: true });
  await alice.call('contact.request', { user: bob.id, text: 'hi', clientKey: 'r' });
  const { text } = await told(wants, 'Wants to be friends');
  expect(text).toMatchObject({ title: 'alice', path: '/contacts/requests' });
  await bob.call('contact.accept', { user: alice.id });
  const { moment } = await bob.call('moment.post', { text: 'a day', clientKey: 'm' });
  await alice.call('moment.like', { moment: moment?.id ?? '', like: true });
  expect((await told(wants, 'Likes your moment')).text.path).toBe('/moments/notices');
  const conversation = await makeDirect(alice, bob);
  await say(alice, { conversation, text: 'the end' });
  await told(wantsNone, 'the end');
  expect(wantsNone.pushed).toHaveLength(1);
});

/** The same person on another device. */
async function meetAgain(who: Somebody): Promise<Somebody> {
  const user = await who.call('user.get', { users: [who.id] });
  const response = await fetch(`${server.url}/hubbub.v1.AccountService/LogIn`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      username: user.users[0]?.username,
      password: 'correct horse battery',
      device: { key: crypto.randomUUID() },
    }),
  });
  const { token } = (await response.json()) as { token: string };
  const socket = await openSocket(server.socketUrl);
  const opened = await socket.call('session.open', { token });
  return {
    ...who,
    token,
    socket,
    call: (op, args) => socket.call(op, args),
    device: opened.device?.id ?? '',
  };
}

test('a subscription that could reach anything but a push service is refused', async () => {
  const [alice] = await come('alice');
  const { subscription } = service.device();
  const refusedFor = async (change: object) => {
    const asked = alice.call('push.subscribe', { subscription: { ...subscription, ...change } });
    return await asked.then(
      () => 'ok',
      (error: Error & { reason: string }) => error.reason,
    );
  };
  const port = service.host.split(':')[1];
  for (const endpoint of [
    'http://push.example.com/x',
    'https://127.0.0.1/x',
    'https://0x7f.1/x',
    'https://2130706433/x',
    'https://10.0.0.1/x',
    'https://169.254.169.254/latest/meta-data',
    'https://100.64.0.1/x',
    'https://[::1]/x',
    'https://[::ffff:10.0.0.1]/x',
    'https://[64:ff9b::a00:1]/x',
    'https://[fd00::1]/x',
    'https://localhost/x',
    'https://intranet/x',
    'https://push.example.com:8443/x',
    `https://127.0.0.1:${port}/x`,
    'https://user@push.example.com/x',
    'file:///etc/passwd',
    'nonsense',
  ])
    expect([endpoint, await refusedFor({ endpoint })]).toEqual([endpoint, 'FIELD']);
  expect(await refusedFor({ p256dh: Buffer.alloc(65, 4).toString('base64url') })).toBe('FIELD');
  expect(await refusedFor({ p256dh: 'short' })).toBe('FIELD');
  expect(await refusedFor({ auth: 'c2hvcnQ' })).toBe('FIELD');
  expect(await refusedFor({ endpoint: 'https://push.example.com/x' })).toBe('ok');
  expect(await refusedFor({})).toBe('ok');
});

test('whose browser it is now gets what is told there', async () => {
  const [alice, bob, charlie] = await come('alice', 'bob', 'charlie');
  const device = await subscribed(bob, service);
  await charlie.call('push.subscribe', { subscription: device.subscription });
  const toBob = await makeDirect(alice, bob);
  await say(alice, { conversation: toBob, text: 'for bob' });
  const toCharlie = await makeDirect(alice, charlie);
  await say(alice, { conversation: toCharlie, text: 'for charlie' });
  await told(device, 'for charlie');
  expect(device.pushed).toHaveLength(1);
  expect((await bob.call('push.get', {})).subscription).toBeUndefined();
});
