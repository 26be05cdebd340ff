// Hubbub as it ships: SQLite with every promise on, the JSON codec; and beside it the same with the other codec, and on
// PostgreSQL. Only the limits of rate and number are raised, as a load from one address needs it.
import { join } from 'node:path';
import { defaults } from '../../packages/server/src/config/table.ts';
import { Content, leastContentLength } from '../generator/content.ts';
import { openSocket, type RawSocket } from '../generator/socket.ts';
import { frameOf } from '../generator/frames.ts';
import { launch, type ServerProcess } from '../server-process.ts';
import { laterReader } from './hubbub-later.ts';
import { readSlowReaders } from './hubbub-metrics.ts';
import { makeSeed, type Place, type Seed } from './hubbub-seed.ts';
import { jsonWire, protoWire, type Wire } from './hubbub-wire.ts';
import { missingPostgres, startPostgres, type Postgres } from './postgres.ts';
import type { Beside, Running, Said, System, Work } from './system.ts';

const main = join(import.meta.dir, '../../packages/server/src/main.ts');
const raised = {
  'rate-per-second': 0,
  'address-rate': 0,
  'address-sockets': 100_000,
  'waiting-sockets': 100_000,
  'in-flight': 10_000,
  'login-tries': 1_000_000,
  'address-tries': 1_000_000,
};
const { pingMs, pongMs } = defaults();
/** Also of the other cases. */
export const raisedFlags = Object.entries(raised).flatMap(([name, value]) => [
  `--${name}`,
  String(value),
]);

export const hubbub = variant({ name: 'hubbub', wire: jsonWire });
/** Not in a run unless they are named. */
export const hubbubVariants: readonly System[] = [
  variant({ name: 'hubbub proto', wire: protoWire }),
  variant({ name: 'hubbub postgres', wire: jsonWire, postgres: startPostgres }),
];

interface Variant {
  readonly name: string;
  readonly wire: Wire;
  readonly postgres?: () => Promise<Postgres>;
}

function variant({ name, wire, postgres }: Variant): System {
  const seeds = new Map<string, Promise<Seed>>();
  /** Made once per run, copied for each round. */
  const seedFor = (work: Work): Promise<Seed> => {
    const key = `${work.case} ${work.sockets}`;
    const seed = seeds.get(key) ?? (async () => makeSeed(work, await postgres?.()))();
    seeds.set(key, seed);
    return seed;
  };
  return {
    name,
    missing: () => (postgres ? missingPostgres() : undefined),
    start: async (work) => await startOn(await seedFor(work), work, { wire }),
    leastEventBytes: async (work) => await leastEventBytes(await seedFor(work), wire),
  };
}

/** Hubbub's events say more than a bare message; the others are given as many bytes. */
async function leastEventBytes(seed: Seed, wire: Wire): Promise<number> {
  const place = await seed.copy();
  const server = await serve(place);
  const envelope = await readEnvelope(seed, server, wire);
  await server.stop();
  await place.remove();
  return envelope + leastContentLength;
}

interface Start {
  readonly wire: Wire;
  /** What is loaded before the server. */
  readonly prepare?: (place: Place) => Promise<Beside>;
}

/** On a copy of the seed. A work without senders needs no conversation between the first two. */
export async function startOn(seed: Seed, work: Work, { wire, prepare }: Start): Promise<Running> {
  const place = await seed.copy();
  const server = await serve(place, await prepare?.(place));
  if (place.database === undefined) await firstLook(server.port);
  const speaks = work.senders > 0 && work.sockets > 1;
  const envelope = speaks ? await readEnvelope(seed, server, wire) : 0;
  const later = await laterReader(place.path, place.database);
  const target = (socket: number) => seed.target[socket] ?? '';
  return {
    server,
    content: new Content(Math.max(work.eventBytes - envelope, leastContentLength)),
    protocol: wire.protocol,
    path: () => '/v1/socket',
    greeting: (socket) => greeting(seed, socket, wire),
    isGreeted: (message) => wire.isGreeted(message),
    say: (socket, id, text) =>
      wire.send({
        id: id + 1,
        conversation: target(socket),
        clientMsgId: `c${socket}-${id + 1}`,
        text,
      }),
    watch: (socket, id) =>
      wire.request(id + 1, 'presence.subscribe', { conversation: target(socket) }),
    pingedWithinMs: pingMs + pongMs,
    isShared: true,
    logIn: () => logInByPassword(server.port),
    readSlow: async () => await readSlowReaders(server.port),
    readLater: async () => await later.read(),
    read: wire.read,
    stop: async () => {
      await later.close();
      await server.stop();
      await place.remove();
    },
  };
}

/** Soon after the start, and then a day later, the database is looked through for damage: no message brings that about. */
export async function firstLook(port: number): Promise<void> {
  const deadline = performance.now() + lookMs;
  const metrics = async () => (await fetch(`http://localhost:${port}/metrics`)).text();
  while (!/^hubbub_database_looks_total [1-9]/m.test(await metrics())) {
    if (performance.now() > deadline)
      throw new Error(`the database was not looked through in ${lookMs} ms`);
    await Bun.sleep(200);
  }
}

/** Of a database of 10^7 messages, too. */
const lookMs = 600_000;

/** A name that nobody has costs the server a hash too. */
async function logInByPassword(port: number): Promise<boolean> {
  const { status } = await fetch(`http://localhost:${port}/hubbub.v1.AccountService/LogIn`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'nobody', password: 'a password of nobody' }),
  });
  return status === unauthenticated;
}

const unauthenticated = 401;

export async function serve(place: Place, beside?: Beside): Promise<ServerProcess> {
  const flags = ['--port', '0', '--data', place.path, '--log-level', 'warn', ...raisedFlags];
  const database = place.database === undefined ? [] : ['--database', place.database];
  const folder = process.env['BENCH_PROFILE'];
  const profile = folder ? ['--cpu-prof', `--cpu-prof-dir=${folder}`] : [];
  const preload = beside ? ['--preload', beside.preload] : [];
  const command = [process.execPath, ...profile, ...preload, main, 'serve', ...flags, ...database];
  // A profile is written at a proper end only.
  const stopWith = folder ? 'SIGTERM' : 'SIGKILL';
  const server = await launch({ command, readPort, stopWith, env: beside?.env });
  return place.beside === undefined ? server : { ...server, beside: place.beside };
}

export function readPort(line: string): number | undefined {
  const port = /^https?:\/\/[^/]+:(\d+)\/?$/.exec(line)?.[1];
  return port === undefined ? undefined : Number(port);
}

export function greeting(seed: Seed, socket: number, wire: Wire): Said {
  const token = seed.users[socket]?.token ?? '';
  return wire.request(1, 'session.open', { token });
}

/** Says one thing to one listener and looks at the event: what is not text in it. */
async function readEnvelope(seed: Seed, { port }: ServerProcess, wire: Wire): Promise<number> {
  const got = Promise.withResolvers<number>();
  const onMessage = (message: Buffer): void => {
    if (message.includes(probe)) got.resolve(message.length - probe.length);
  };
  const listener = await logIn({ port, greets: greeting(seed, 1, wire), wire, onMessage });
  const speaker = await logIn({ port, greets: greeting(seed, 0, wire), wire, onMessage: () => {} });
  const conversation = seed.target[0] ?? '';
  speaker.write(
    frameOf(wire.send({ id: probeId, conversation, clientMsgId: 'a key', text: probe })),
  );
  const size = await got.promise;
  listener.end();
  speaker.end();
  return size;
}

const probe = 'a probe';
const probeId = 2;

interface Login {
  readonly port: number;
  readonly greets: Said;
  readonly wire: Wire;
  readonly onMessage: (message: Buffer) => void;
}

async function logIn({ port, greets, wire, onMessage }: Login): Promise<RawSocket> {
  const greeted = Promise.withResolvers<void>();
  let isGreeted = false;
  const socket = await openSocket({
    port,
    path: '/v1/socket',
    protocol: wire.protocol,
    onFrame: (bytes, start, end) => {
      const message = bytes.subarray(start, end);
      if (isGreeted) onMessage(message);
      else if ((isGreeted = wire.isGreeted(message))) greeted.resolve();
    },
    onEnd: (why) => greeted.reject(new Error(why)),
  });
  socket.write(frameOf(greets));
  await greeted.promise;
  return socket;
}
