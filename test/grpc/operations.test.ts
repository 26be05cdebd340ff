// Every operation over gRPC, by a client that knows nothing of ours: grpc-js with the proto files as they stand in proto/.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { join } from 'node:path';
import {
  credentials,
  loadPackageDefinition,
  Metadata,
  type Client,
  type ServiceClientConstructor,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { methods, services } from '@hubbub/protocol';
import { png } from '../e2e/friends.ts';
import { operatorToken } from '../support/backend.ts';
import { allDoors, startServer, type TestServer } from '../support/server.ts';
import { someSubscription } from '../support/subscription.ts';
import { until } from '../support/until.ts';

const proto = join(import.meta.dir, '../../proto');
const files = [
  'account',
  'conversation',
  'device',
  'email',
  'game',
  'invite',
  'mark',
  'message',
  'passkey',
  'presence',
  'push',
  'session',
  'totp',
];
const moments = ['contact', 'media', 'moment', 'setting'];
const managing = ['audit', 'report', 'room', 'transcript'];
const password = 'correct horse battery';

let server: TestServer;
const clients = new Map<string, Client>();
beforeAll(async () => {
  server = await startServer({ ...allDoors, guests: true });
  const loaded = loadPackageDefinition(
    loadSync(
      [...files, ...moments, 'sync', 'user', 'app', 'event_log', ...managing].map(
        (name) => `hubbub/v1/${name}.proto`,
      ),
      { includeDirs: [proto], enums: String },
    ),
  ) as unknown as { hubbub: { v1: Record<string, ServiceClientConstructor> } };
  for (const [noun, { name }] of Object.entries(services)) {
    const Service = loaded.hubbub.v1[name];
    if (Service) clients.set(noun, new Service(server.grpc ?? '', credentials.createInsecure()));
  }
});
afterAll(async () => {
  for (const client of clients.values()) client.close();
  await server.stop();
});

type Fields = Record<string, unknown>;
type Unary = (args: Fields, metadata: Metadata, done: (e: Error | null, o: Fields) => void) => void;

const called = new Set<string>();

function call(op: string, args: Fields, token?: unknown): Promise<Fields> {
  called.add(op);
  const [noun = '', verb = ''] = op.split('.');
  const client = clients.get(noun) as unknown as Record<string, Unary> | undefined;
  const metadata = new Metadata();
  if (typeof token === 'string') metadata.set('authorization', `Bearer ${token}`);
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, output: Fields) => (error ? reject(error) : resolve(output));
    if (client?.[verb] === undefined) reject(new Error(`the proto has no ${op}`));
    else client[verb](args, metadata, done);
  });
}

test('every operation answers', async () => {
  const alice = await call('account.signUp', { username: 'alice', password });
  const bob = await call('account.signUp', { username: 'bob', password });
  const { token } = await call('account.logIn', { username: 'alice', password });
  const bobId = (bob['user'] as Fields)['id'];
  expect(bobId).toMatch(/^usr_/);
  const room = await call('conversation.create', { kind: 'ROOM', title: 'lobby' }, token);
  const conversation = (room['conversation'] as Fields)['id'];
  await call('conversation.join', { conversation }, bob['token']);
  await call('conversation.update', { conversation, title: 'hall' }, token);
  const sent = await call(
    'message.send',
    { conversation, clientMsgId: 'a1', text: 'hello' },
    bob['token'],
  );
  expect(sent['message']).toMatchObject({ seq: 1, text: 'hello', sender: bobId });
  const asked = { conversation, seqs: [1] };
  const held = [{ seq: 1, text: 'hello' }];
  expect(await call('message.history', { conversation }, token)).toMatchObject({ messages: held });
  expect(await call('message.get', asked, token)).toMatchObject({ messages: held });
  expect(await call('sync.pull', { only: [conversation] }, token)).toMatchObject({
    changes: [{ conversation, messages: held }],
  });
  const group = await call('conversation.create', { kind: 'GROUP', title: 'crew' }, token);
  await call('mark.set', { conversation, read: 1 }, token);
  await call('mark.list', { conversation }, token);
  await call('mark.readers', { conversation, seq: 1 }, bob['token']);
  await call('presence.typing', { conversation }, token);
  await call('message.edit', { conversation, seq: 1, text: 'hello!' }, bob['token']);
  await call('message.edits', { conversation, seq: 1 }, token);
  const found = { hits: [{ message: { seq: 1, text: 'hello!' }, ranges: [{ start: 0, end: 5 }] }] };
  expect(await call('message.search', { query: 'hello' }, token)).toMatchObject(found);
  await call('user.search', { query: 'bob' }, token);
  await call('message.react', { conversation, seq: 1, emoji: '👍', on: true }, token);
  await call('message.reactions', { conversation, seq: 1, emoji: '👍' }, token);
  await call('message.pin', { conversation, seq: 1 }, token);
  await call('message.pins', { conversation }, token);
  await call('message.unpin', { conversation, seq: 1 }, token);
  const to = [(group['conversation'] as Fields)['id']];
  await call('message.forward', { conversation, seqs: [1], to }, token);
  const poll = { question: 'Which?', options: [{ text: 'a' }, { text: 'b' }] };
  const card = { conversation: to[0], clientMsgId: 'p1', card: { poll } };
  await call('message.send', card, token);
  await call('message.vote', { conversation: to[0], seq: 2, options: [1] }, token);
  await call('message.closePoll', { conversation: to[0], seq: 2 }, token);
  await call('message.delete', { conversation, seqs: [1] }, token);
  await call('message.recall', { conversation, seq: 1 }, token);
  expect(await call('message.hide', { conversation: to[0], seq: 2 }, token)).toMatchObject({
    message: { hidden: true },
  });
  await call('conversation.configure', { conversation, pinned: true }, bob['token']);
  await call('conversation.draft', { conversation, text: 'so' }, bob['token']);
  await call('conversation.clear', { conversation }, bob['token']);
  await call('conversation.get', { conversation }, token);
  await call('conversation.list', { kind: 'ROOM', query: 'hall' }, token);
  await call('conversation.members', { conversation }, token);
  await call('conversation.direct', { user: bobId }, token);
  await call('conversation.whisper', { room: conversation, users: [bobId] }, token);
  const of = { conversation: (group['conversation'] as Fields)['id'], user: bobId };
  await call('conversation.add', { conversation: of.conversation, users: [bobId] }, token);
  await call('conversation.setRole', { ...of, role: 'ADMIN' }, token);
  await call('conversation.remove', of, token);
  await call('conversation.add', { conversation: of.conversation, users: [bobId] }, token);
  await invite(of.conversation, { token, guest: bob['token'] });
  await call('conversation.setRights', { conversation: of.conversation, rights: {} }, token);
  await call('conversation.announce', { conversation: of.conversation, text: 'hello' }, token);
  await call('conversation.mute', { ...of, seconds: 60 }, token);
  await call('report.create', { user: bobId, reason: 'SPAM' }, token);
  await call('conversation.ban', { ...of, reason: 'noise' }, token);
  const banned = { bans: [{ user: bobId, reason: 'noise' }] };
  expect(await call('conversation.bans', { conversation: of.conversation }, token)).toMatchObject(
    banned,
  );
  await call('conversation.unban', of, token);
  const { entries } = await call('conversation.audit', { conversation: of.conversation }, token);
  expect(entries).toMatchObject([{ action: 'conversation.unban', target: bobId }, {}, {}, {}, {}]);
  await call('conversation.add', { conversation: of.conversation, users: [bobId] }, token);
  await call('conversation.transfer', of, token);
  await call('conversation.leave', { conversation }, bob['token']);
  await call('conversation.delete', { conversation }, token);
  const made = await call('game.create', { type: 'relay' }, token);
  const game = (made['game'] as Fields)['id'];
  expect(await call('game.types', {}, token)).toMatchObject({ types: [{ type: 'relay' }] });
  expect(await call('game.join', { game }, bob['token'])).toMatchObject({ seat: 1 });
  expect(await call('game.joinOrCreate', { type: 'relay' }, token)).toMatchObject({
    repeated: true,
  });
  expect(await call('game.list', { type: 'relay' }, token)).toMatchObject({
    games: [{ id: game }],
  });
  await call('game.input', { game, input: '{}' }, token);
  await call('game.get', { game }, token);
  await call('game.leave', { game }, bob['token']);
  await call('account.options', {});
  const guest = await call('account.guest', { displayName: 'Passer-by' });
  await call('account.claim', { username: 'gina', password: 'a new phrase' }, guest['token']);
  await call('passkey.ask', {});
  await call('passkey.create', {}, token);
  await call('push.get', {}, token);
  await call('push.subscribe', { subscription: someSubscription }, token);
  await call('push.unsubscribe', {}, token);
  await call('passkey.list', {}, token);
  const codes = await call('totp.create', {}, bob['token']);
  expect(codes['secret']).toMatch(/^[A-Z2-7]{32}$/);
  await call('totp.remove', {}, bob['token']);
  const passkey = { passkey: 'pky_00000000000', name: 'x' };
  const denied = '7 PERMISSION_DENIED';
  const refusals: [string, Fields, string][] = [
    ['passkey.add', { credential: '{}', name: 'x' }, denied],
    ['account.logInWithPasskey', { credential: '{}' }, denied],
    ['passkey.rename', passkey, '5 NOT_FOUND'],
    ['passkey.remove', { passkey: passkey.passkey }, '5 NOT_FOUND'],
    ['totp.confirm', { code: '000000' }, '5 NOT_FOUND'],
    ['totp.renewCodes', {}, '5 NOT_FOUND'],
    ['email.set', { address: 'a@example.com' }, '12 UNIMPLEMENTED'],
    ['email.verify', { code: '00000000' }, denied],
    ['account.requestReset', { email: 'a@example.com' }, '12 UNIMPLEMENTED'],
    ['account.reset', { code: 'x', password: 'a new phrase' }, denied],
    ['account.answer', { challenge: 'x', code: '000000' }, '16 UNAUTHENTICATED'],
  ];
  for (const [op, args, status] of refusals)
    expect({ op, status: await refused(call(op, args, token)) }).toEqual({ op, status });
  await call('email.remove', {}, token);
  const begun = (await call('account.export', {}, token))['export'] as Fields;
  const unknown = { export: 'exp_00000000000', part: 0 };
  expect(begun['id']).toMatch(/^exp_/);
  expect(await refused(call('account.exportPart', unknown, token))).toBe('5 NOT_FOUND');
  await call('account.get', {}, token);
  await call('user.updateProfile', { about: 'here' }, token);
  await call('user.setStatus', { emoji: '🌴', text: 'away' }, token);
  await call('account.confirm', { password }, token);
  await call('account.changeUsername', { username: 'alice2' }, token);
  await call(
    'account.changePassword',
    { current: password, password: 'a new phrase' },
    bob['token'],
  );
  await call('device.rename', { device: alice['device'], name: 'laptop' }, token);
  await call('user.get', { users: [bobId] }, token);
  await call('user.find', { username: 'bob' }, token);
  await share({ id: bobId, token: bob['token'] }, { id: (alice['user'] as Fields)['id'], token });
  const { devices } = await call('device.list', {}, token);
  expect(devices).toHaveLength(2);
  await call('device.revoke', { device: alice['device'] }, token);
  for (const op of [
    'session.open',
    'session.ticket',
    'presence.subscribe',
    'presence.unsubscribe',
    'presence.attend',
  ])
    expect(await refused(call(op, {}, token))).toBe('7 PERMISSION_DENIED');
  await call('account.logOut', {}, token);
  expect(await refused(call('device.list', {}, token))).toBe('16 UNAUTHENTICATED');
  await callAsBackend(bobId);
  await call('account.delete', {}, bob['token']);
  // A new operation has to be called here.
  expect([...called].toSorted()).toEqual(Object.keys(methods).toSorted());
});

/** A link that is looked at and used, and a request that is answered. */
async function invite(
  conversation: unknown,
  { token, guest }: { token: unknown; guest: unknown },
): Promise<void> {
  const { code, invite: made } = await call('invite.create', { conversation }, token);
  expect(await call('invite.look', { code })).toMatchObject({ title: 'crew', memberCount: 2 });
  expect(await call('invite.join', { code }, guest)).toMatchObject({ repeated: true });
  expect(await call('invite.list', { conversation }, token)).toMatchObject({ invites: [{}] });
  await call('invite.revoke', { conversation, invite: (made as Fields)['id'] }, token);
  const asking = await call('invite.create', { conversation, approval: true }, token);
  const dora = await call('account.signUp', { username: 'dora', password });
  const asked = { code: asking['code'], text: 'please' };
  expect(await call('invite.join', asked, dora['token'])).toMatchObject({ requested: true });
  const user = (dora['user'] as Fields)['id'];
  expect(await call('invite.requests', { conversation }, token)).toMatchObject({
    applicants: [{ user, text: 'please' }],
  });
  await call('invite.decide', { conversation, user, approve: true }, token);
}

/** What the operator and backends call, by the same client. */
async function callAsBackend(user: unknown): Promise<void> {
  const operator = operatorToken(server.data);
  const name = 'shop';
  await call('app.create', { name }, operator);
  await call('app.update', { name: 'main', eventLog: { enabled: true } }, operator);
  await call('app.list', {}, operator);
  await call('app.suspend', { name }, operator);
  await call('app.resume', { name }, operator);
  expect(await call('app.get', { name }, operator)).toMatchObject({ app: { name } });
  const scopes = ['USERS', 'SEND', 'EVENTS'];
  const made = await call('app.createKey', { name: 'main', scopes }, operator);
  const key = (made['key'] as Fields)['id'];
  const rotated = await call('app.rotateKey', { key }, operator);
  const { secret } = rotated;
  await call('app.listKeys', { name: 'main' }, operator);
  const robot = { externalId: 'robot', system: true };
  const { outcomes } = await call('user.upsert', { users: [robot] }, secret);
  const [outcome] = outcomes as { user: Fields }[];
  const sender = outcome?.user['id'];
  await call('account.mintToken', { user }, secret);
  const created = await call('user.create', { username: 'made' }, secret);
  const { user: own } = created['user'] as { user: Fields };
  await call('user.list', { search: 'made' }, operator);
  await call('user.disable', { user: own['id'] }, operator);
  await call('user.enable', { user: own['id'] }, secret);
  await call('user.reset', { user: own['id'] }, operator);
  const login = await call('account.mintToken', { user: own['id'] }, operator);
  await call('user.devices', { user: own['id'] }, operator);
  await call('user.endDevice', { device: login['device'] }, operator);
  const minted = await call('account.mintToken', { user: own['id'] }, secret);
  const room = { kind: 'ROOM', title: 'to be ended', clientKey: 'k' };
  const { conversation } = await call('conversation.create', room, minted['token']);
  const { id } = conversation as Fields;
  const { reports } = await call('report.list', {}, operator);
  const [{ id: report }] = reports as [Fields];
  await call('report.resolve', { report, resolution: 'ACTED' }, operator);
  await call('room.list', {}, operator);
  await call('transcript.read', { id }, operator);
  expect(await refused(call('transcript.hide', { id, seq: 1 }, operator))).toBe('5 NOT_FOUND');
  await call('room.delete', { id }, operator);
  expect(await call('audit.list', { action: 'user.reset' }, operator)).toMatchObject({
    entries: [{ action: 'user.reset', app: 'main', target: own['id'] }],
  });
  const said = { sender, users: [user], clientKey: 'k', text: 'hello' };
  const sent = await call('message.broadcast', said, secret);
  expect(sent['message']).toMatchObject({ text: 'hello', sender });
  const pages = await until(async () => {
    const read = await readAll(secret);
    return JSON.stringify(read).includes('hello') && read;
  });
  expect(pages[0]).toHaveProperty('position');
  await call('app.revokeKey', { key }, operator);
}

type Streaming = (args: Fields, metadata: Metadata) => AsyncIterable<Fields>;

async function readAll(token: unknown): Promise<Fields[]> {
  called.add('event.read');
  const client = clients.get('event') as unknown as Record<string, Streaming>;
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${String(token)}`);
  const pages: Fields[] = [];
  for await (const page of client['read']?.({}, metadata) ?? []) pages.push(page);
  return pages;
}

interface Sharer {
  readonly id: unknown;
  readonly token: unknown;
}

/** Contacts, pictures and moments. */
async function share(bob: Sharer, alice: Sharer): Promise<void> {
  const { token } = alice;
  await call('contact.request', { user: bob.id }, token);
  await call('contact.decline', { user: alice.id }, bob.token);
  await call('contact.request', { user: alice.id }, bob.token);
  expect(await refused(call('contact.accept', { user: bob.id }, token))).toBe('not refused');
  await call('contact.tag', { user: bob.id, tags: ['chess'] }, token);
  await call('contact.update', { user: bob.id, alias: 'Bobby' }, token);
  expect(await call('contact.list', {}, token)).toMatchObject({
    contacts: [{ user: bob.id, friend: true, alias: 'Bobby', tags: ['chess'] }],
  });
  await call('setting.set', { settings: { moments: 'DAYS_3' } }, token);
  await call('setting.get', {}, token);
  const { media } = await call('media.upload', { content: png() }, token);
  const picture = (media as Fields)['id'];
  expect(await call('media.get', { media: picture }, token)).toMatchObject({
    media: { type: 'PNG', width: 1 },
    type: 'PNG',
  });
  const asked = { size: 3, name: 'a.txt', key: 'k' };
  const { upload } = await call('media.begin', asked, token);
  const chunk = { upload, content: Buffer.from('abc').toString('base64') };
  expect(await call('media.append', chunk, token)).toEqual({ received: 3 });
  expect(await call('media.complete', { upload }, token)).toMatchObject({ media: { size: 3 } });
  const posted = await call('moment.post', { text: 'sunny', media: [picture] }, token);
  const moment = (posted['moment'] as Fields)['id'];
  await call('moment.like', { moment, like: true }, bob.token);
  const said = await call('moment.comment', { moment, text: 'where?' }, bob.token);
  const comment = (said['comment'] as Fields)['id'];
  expect(await call('moment.get', { moment }, token)).toMatchObject({
    moment: { likes: [bob.id], comments: [{ id: comment, text: 'where?' }] },
  });
  for (const op of ['moment.timeline', 'moment.notices', 'moment.unread'])
    await call(op, {}, token);
  await call('moment.album', { user: alice.id }, bob.token);
  await call('moment.seen', { notices: 1 }, token);
  await call('moment.deleteComment', { moment, comment }, token);
  await call('moment.delete', { moment }, token);
  await call('contact.block', { user: bob.id }, token);
  await call('contact.unblock', { user: bob.id }, token);
  await call('contact.remove', { user: bob.id }, token);
}

async function refused(asked: Promise<unknown>): Promise<string> {
  return asked.then(
    () => 'not refused',
    (error: Error) => error.message.split(':')[0] ?? '',
  );
}
