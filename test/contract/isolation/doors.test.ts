// The same two apps with equal ids, at the doors of a real server: every operation over socket, HTTP and gRPC, by keys, logins and
// names of either app. Whatever is called in one, nothing of the other is said, heard or changed.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { create, toJson, type DescMessage } from '@bufbuild/protobuf';
import { Metadata } from '@grpc/grpc-js';
import { AppKey_Scope, formatId, methods, randomKey } from '@hubbub/protocol';
import { hashToken } from '../../../packages/server/src/features/account/tokens.ts';
import { operations } from '../../../packages/server/src/features/index.ts';
import type { Door } from '../../../packages/server/src/features/operation.ts';
import { createKey } from '../../../packages/server/src/store/key-store.ts';
import { openStore } from '../../../packages/server/src/store/store.ts';
import { client, linesOf, request, type Json } from '../../support/backend.ts';
import { GrpcClient } from '../../support/grpc.ts';
import {
  allDoors,
  openSocket,
  startServer,
  type RawSocket,
  type TestServer,
} from '../../support/server.ts';
import { digestOf, openTables, type Row, type Rows, type Tables } from '../../support/tables.ts';
import { until } from '../../support/until.ts';
import { engines } from '../store/engines.ts';
import { plan, type PlannedCall } from './calls.ts';
import { people } from './seed.ts';
import { makeTwins, marks, numbers, otherOf, type App, type Twins } from './twins.ts';

setDefaultTimeout(120_000);

const apps: readonly App[] = ['main', 'shop'];
const secrets = { main: `hbk_${'m'.repeat(43)}`, shop: `hbk_${'s'.repeat(43)}` };
/** Written in the background, at moments of their own. */
const restless = ['event_log', 'log_head', 'lease', 'backend_key'];
const table = new Map<string, ReturnType<typeof operations>[number]>(
  operations({} as never).map((one) => [`${one.method.parent.typeName}/${one.method.name}`, one]),
);

let twins: Twins;
let server: TestServer;
let tables: Tables;
let grpc: GrpcClient;
let epoch: string;
const heard: Record<App, RawSocket[]> = { main: [], shop: [] };

beforeAll(async () => {
  twins = await makeTwins(engines[0]!);
  const store = await openStore({ database: twins.both, dataDir: twins.both });
  ({ epoch } = store);
  const { ACT, USERS, SEND, EVENTS, MODERATE } = AppKey_Scope;
  const scopes = [ACT, USERS, SEND, EVENTS, MODERATE];
  for (const name of apps)
    await store.systemWrite(createKey, {
      key: formatId('key', randomKey()),
      name,
      title: '',
      scopes,
      hash: hashToken(secrets[name]),
    });
  await store.close();
  server = await startServer({
    ...allDoors,
    data: twins.both,
    keyRate: 0,
    // What a clock says, whatever is asked: heads that are compared, leases of games, the end of their chats.
    headsMs: 3_600_000,
    gameLeaseMs: 3_600_000,
    gameChatMs: 7_200_000,
  });
  tables = await openTables(twins.both);
  grpc = new GrpcClient(server.grpc);
  // What was owed when the copies were made.
  for (const app of apps) await settle(app);
  for (const app of apps) for (const name of people) heard[app].push(await open(app, name));
});
afterAll(async () => {
  grpc.close();
  await tables.close();
  await server.stop();
  await twins.remove();
});

async function mint(app: App, name: (typeof people)[number]): Promise<string> {
  const minting = client(server.url, { token: secrets[app] });
  const { user } = twins.cast.callers[name];
  return (await minting('account.mintToken', { user, device: { key: 'door' } }))['token'] as string;
}

async function open(app: App, name: (typeof people)[number]): Promise<RawSocket> {
  const socket = await openSocket(server.socketUrl);
  await socket.call('session.open', { token: await mint(app, name) });
  return socket;
}

const digests = new WeakMap<Rows, string>();

async function rowsOf(app: App): Promise<string> {
  const rows = await tables.rows(numbers[app]);
  const known = digests.get(rows) ?? digestOf(withoutTheRestless(rows));
  digests.set(rows, known);
  return known;
}

function withoutTheRestless(rows: Rows): Rows {
  // Written a second after somebody came or went.
  const users = rows['user']?.map(({ seen_at: _, ...user }) => user) ?? [];
  return Object.fromEntries(
    Object.entries({ ...rows, user: users }).filter(([name]) => !restless.includes(name)),
  );
}

/** Nothing is owed any more but what is for another day. */
async function settle(app: App): Promise<void> {
  const anHour = 3_600_000;
  const isOwed = ({ due_at, attempts }: Row) =>
    Number(attempts) > 0 || Number(due_at) < Date.now() + anHour;
  await until(async () => !(await tables.rows(numbers[app]))['outbox']?.some(isOwed), {
    what: 'the outbox to be empty',
    timeoutMs: 20_000,
  });
}

/** A seat whose player never came is given up by the clock: in the app beside, while this one is compared. */
async function endGames(app: App): Promise<void> {
  for (const name of ['bob', 'charlie'] as const) {
    const as = client(server.url, { token: secrets[app], user: twins.cast.callers[name].user });
    // Who was deleted has left them.
    const { games = [] } = await as('game.list', { seated: true }).catch((): Json => ({}));
    for (const { id } of games) await as('game.leave', { game: id });
  }
  await settle(app);
}

/** All that was said is in the search index, which is written some moments later. */
async function isIndexed(app: App): Promise<boolean> {
  const { conversation = [], search_state = [] } = await tables.rows(numbers[app]);
  const indexed = new Map(search_state.map((row) => [row['conversation'], Number(row['seq'])]));
  return conversation.every(
    ({ id, seq, deleted }) => deleted === 1 || Number(seq) <= (indexed.get(id) ?? 0),
  );
}

/** Its sockets have heard nothing new for a while. */
async function quieten(app: App): Promise<void> {
  await until(() => isIndexed(app), { what: 'the search index', timeoutMs: 20_000 });
  let last = -1;
  let same = 0;
  const isQuiet = async () => {
    const now = (await eventsOf(app)).reduce((sum, count) => sum + count, 0);
    same = now === last ? same + 1 : 0;
    last = now;
    return same >= 12;
  };
  await until(isQuiet, { what: 'the sockets to hear nothing new', timeoutMs: 20_000 });
}

test.each(['http', 'grpc', 'socket'] as const)('%s', async (door) => {
  for (const app of apps) {
    // What was begun through the door before, in the app beside, is told.
    await quieten(otherOf(app));
    for (const planned of plan(twins.cast)) {
      const { method, doors } = operationOf(planned);
      const offered: readonly Door[] | undefined = doors;
      if (offered?.includes(door) === false) continue;
      // Whoever is gone cannot come through the next door.
      if (planned.op === 'account.delete' && door !== 'socket') continue;
      const beside = otherOf(app);
      const before = { rows: await rowsOf(beside), heard: await eventsOf(beside) };
      const answer = await ask(door, app, planned);
      const name = `${method.name} in ${app}`;
      expect({ name, says: answer.includes(marks[beside]) }).toEqual({ name, says: false });
      expect({ name, rows: await rowsOf(beside) }).toEqual({ name, rows: before.rows });
      await eventsOf(beside);
      const heardSince = heard[beside].flatMap(({ events }, i) => events.slice(before.heard[i]));
      expect({ name, heardSince }).toEqual({ name, heardSince: [] });
      await settle(app);
    }
    await endGames(app);
  }
});

test('what is asked of the doors is answered at all', async () => {
  const alice = { token: secrets.shop, user: twins.cast.callers.alice.user };
  const { users } = await client(server.url, alice)('user.find', { username: 'alice' });
  expect(users).toMatchObject([{ displayName: 'shop-secret alice' }]);
});

function operationOf({ op }: PlannedCall) {
  const { parent, name } = methods[op];
  const found = table.get(`${parent.typeName}/${name}`);
  if (found === undefined) throw new Error(`${op} is not in the table`);
  return found;
}

/** How much each socket has heard, after an answer to each: what was said before it has come. */
async function eventsOf(app: App): Promise<readonly number[]> {
  const open = heard[app].filter(({ closeCode }) => closeCode === undefined);
  await Promise.all(open.map((socket) => socket.call('user.find', { username: 'nobody' })));
  return heard[app].map(({ events }) => events.length);
}

/** The answer, or the refusal, as text. */
async function ask(door: Door, app: App, planned: PlannedCall): Promise<string> {
  const { op, as } = planned;
  const { who } = operationOf(planned);
  const init = planned.args({ mine: marks[app], others: marks[otherOf(app)] });
  const input: DescMessage = methods[op].input;
  const plain = JSON.stringify(toJson(input, create(input, init as never))).replaceAll(
    'EPOCH',
    epoch,
  );
  const args = { ...(JSON.parse(plain) as object), ...('app' in input.field && { app }) };
  const name = as === 'backend' || as === undefined ? undefined : as;
  const isLogin = who === 'device' && name !== undefined;
  const token = isLogin ? await mint(app, name) : secrets[app];
  const user = name && !isLogin ? twins.cast.callers[name].user : undefined;
  try {
    if (door === 'socket') return await overSocket(app, { op, name, args });
    if (door === 'grpc') return await overGrpc(op, init, { token, user, app });
    const pages = [];
    const credentials = who === 'anyone' ? {} : { token, user };
    for await (const page of linesOf(await request(server.url, op, { args, ...credentials })))
      pages.push(page);
    return JSON.stringify(pages);
  } catch (error) {
    return String(error);
  }
}

interface Asked {
  readonly op: PlannedCall['op'];
  readonly name: (typeof people)[number] | undefined;
  readonly args: object;
}

async function overSocket(app: App, { op, name, args }: Asked): Promise<string> {
  const socket = name === undefined ? await openSocket(server.socketUrl) : await open(app, name);
  const answer = await socket.call(op as 'user.get', args as never);
  socket.close();
  return Bun.inspect(answer, { depth: 20 });
}

interface Credentials {
  readonly token: string;
  readonly user: string | undefined;
  readonly app: App;
}

async function overGrpc(op: PlannedCall['op'], init: object, { token, user, app }: Credentials) {
  if (op === 'event.read') return '';
  const named = 'app' in methods[op].input.field ? { ...init, app } : init;
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${token}`);
  const more = user === undefined ? {} : { metadata: { 'hubbub-user': user } };
  return Bun.inspect(await grpc.call(op as 'user.get', named as never, { token, ...more }), {
    depth: 20,
  });
}
