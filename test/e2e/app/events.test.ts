// The event log as a backend reads it: over HTTP in lines, over gRPC, from a position on, followed, and what ends it.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { Metadata, type ClientReadableStream } from '@grpc/grpc-js';
import {
  EventReadRequestSchema,
  EventReadResponseSchema,
  LogEvent_Kind as Kind,
  type EventReadResponse,
} from '@hubbub/protocol';
import {
  client,
  keyOf,
  linesOf,
  operatorOf,
  refusalIn,
  request,
  usersOf,
  type Client,
  type Json,
} from '../../support/backend.ts';
import { asIs, GrpcClient, refusalOf } from '../../support/grpc.ts';
import { allDoors, startServer, type TestServer } from '../../support/server.ts';
import { until } from '../../support/until.ts';
import { refused } from '../stories.ts';

let server: TestServer;
let operator: Client;
let token: string;
let alice: string;
let acting: Client;
let room: string;
beforeAll(async () => {
  server = await startServer({ ...allDoors, keyRate: 0 });
  operator = operatorOf(server);
  await operator('app.create', { name: 'shop' });
  await operator('app.update', { name: 'shop', eventLog: { enabled: true } });
  token = await keyOf(operator, 'shop');
  [alice = ''] = await usersOf(client(server.url, { token }), 'alice');
  acting = client(server.url, { token, user: alice });
  const made = await acting('conversation.create', { kind: 'ROOM', title: 'r', clientKey: 'r' });
  room = made['conversation'].id;
});
afterAll(() => server.stop());

const say = (text: string) =>
  acting('message.send', { conversation: room, clientMsgId: crypto.randomUUID(), text });

async function read(args: object, signal?: AbortSignal) {
  return linesOf(await request(server.url, 'event.read', { args, token, signal }));
}

/** Everything there is, once the newest message is in it. */
async function readUntil(last: string): Promise<Json[]> {
  return await until(
    async () => {
      const events: Json[] = [];
      for await (const page of await read({})) events.push(...((page['events'] ?? []) as Json[]));
      return JSON.stringify(events).includes(last) && events;
    },
    { what: 'the last event' },
  );
}

test('who came, what was said and who went, in the order of each conversation', async () => {
  const [bob = ''] = await usersOf(client(server.url, { token }), 'bob');
  const asBob = client(server.url, { token, user: bob });
  await asBob('conversation.join', { conversation: room });
  await say('one');
  await asBob('conversation.leave', { conversation: room });
  await say('two');
  const events = await readUntil('two');
  const here = events.filter(({ conversation }) => conversation === room);
  expect(here.map(({ kind, user }) => [kind, user])).toEqual([
    ['CONVERSATION_CREATED', alice],
    ['MEMBER_JOINED', alice],
    ['MEMBER_JOINED', bob],
    ['MESSAGE_SENT', alice],
    ['MEMBER_LEFT', bob],
    ['MESSAGE_SENT', alice],
  ]);
  expect(here[4]).toMatchObject({ member: { left: 'LEFT' } });
  expect(here[5]).toMatchObject({ message: { text: 'two', seq: 2 } });
  expect(events.filter(({ kind }) => kind === 'USER_CREATED')).toMatchObject([
    { user: alice },
    { user: bob },
  ]);
});

test('a reader goes on from its position, and is told of what comes', async () => {
  const stop = new AbortController();
  const pages = await read({ latest: true, follow: true }, stop.signal);
  const { position } = (await pages.next()).value as { position: string };
  await say('three');
  const heard = await pages.next();
  expect(JSON.stringify(heard.value)).toContain('three');
  stop.abort();
  await say('four');
  await readUntil('four');
  const later: Json[] = [];
  for await (const page of await read({ after: position, limit: 1 }))
    later.push(...((page['events'] ?? []) as Json[]));
  expect(later.map(({ message }) => message.text)).toEqual(['three', 'four']);
  const kinds = [];
  for await (const page of await read({ kinds: ['USER_CREATED'] }))
    kinds.push(...((page['events'] ?? []) as Json[]).map(({ kind }) => kind));
  expect(new Set(kinds)).toEqual(new Set(['USER_CREATED']));
});

test('refused: a position that is none, one there never was, an app without a log', async () => {
  expect(await refused(read({ after: 'x' }))).toBe('FIELD');
  expect(await refused(read({ after: '999999' }))).toBe('POSITION_GONE');
  const other = await keyOf(operator, 'main');
  expect(await refused(client(server.url, { token: other })('event.read'))).toBe('NO_LOG');
});

function follow(grpc: GrpcClient, secret: string): ClientReadableStream<Buffer> {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${secret}`);
  const asked = toBinary(
    EventReadRequestSchema,
    create(EventReadRequestSchema, { follow: true, latest: true }),
  );
  const path = '/hubbub.v1.EventService/Read';
  return grpc.channel.makeServerStreamRequest(path, asIs, asIs, Buffer.from(asked), metadata, {});
}

test('over gRPC, pushed; a revoked key or a suspended app ends it within a second', async () => {
  const grpc = new GrpcClient(server.grpc);
  const { key, secret } = await operator('app.createKey', { name: 'shop', scopes: ['EVENTS'] });
  const pages: EventReadResponse[] = [];
  const ends: Record<string, string> = {};
  const listen = (name: string, with_: string) => {
    const stream = follow(grpc, with_);
    stream.on('data', (bytes: Buffer) => pages.push(fromBinary(EventReadResponseSchema, bytes)));
    stream.on('error', (error) => (ends[name] = refusalOf(error as never).reason));
  };
  listen('revoked', secret as string);
  listen('suspended', token);
  await until(() => pages.length === 2, { what: 'both to be open' });
  await say('five');
  await until(() => pages.length === 4, { what: 'both to hear it' });
  expect(pages.at(-1)?.events.map(({ kind }) => kind)).toEqual([Kind.MESSAGE_SENT]);

  const since = performance.now();
  await operator('app.revokeKey', { key: key.id });
  await until(() => ends['revoked'], { what: 'the end of the revoked' });
  expect(ends).toEqual({ revoked: 'TOKEN' });
  await operator('app.suspend', { name: 'shop' });
  await until(() => ends['suspended'], { what: 'the end of the suspended' });
  expect(ends['suspended']).toBe('SUSPENDED');
  expect(performance.now() - since).toBeLessThan(5000);
  await operator('app.resume', { name: 'shop' });
  grpc.close();
});

test('a stopping server tells its readers to come back', async () => {
  const own = await startServer({ keyRate: 0 });
  const ownOperator = operatorOf(own);
  await ownOperator('app.update', { name: 'main', eventLog: { enabled: true } });
  const secret = await keyOf(ownOperator, 'main');
  const args = { follow: true };
  const pages = linesOf(await request(own.url, 'event.read', { args, token: secret }));
  await pages.next();
  const stopped = own.stop();
  const last = (await pages.next()).value as { error: Json };
  expect(refusalIn(last.error, 200).reason).toBe('DRAINING');
  await stopped;
});
