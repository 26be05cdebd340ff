// Hubbub as it ships: SQLite with every promise on, the JSON codec. Only the limits of rate and number are raised, as a
// load from one address needs it.
import { join } from 'node:path';
import { Content, countContents, countOf, leastContentLength } from '../generator/content.ts';
import { openSocket, type RawSocket } from '../generator/socket.ts';
import { clientFrame } from '../generator/frames.ts';
import { launch, type ServerProcess } from '../server-process.ts';
import { readSlowReaders } from './hubbub-metrics.ts';
import { makeSeed, type DataFolder, type Seed } from './hubbub-seed.ts';
import type { Running, System, Work } from './system.ts';

const main = join(import.meta.dir, '../../packages/server/src/main.ts');
const raised = {
  'rate-per-second': 0,
  'address-rate': 0,
  'address-sockets': 100_000,
  'waiting-sockets': 100_000,
  'in-flight': 10_000,
};
/** Also of the other cases. */
export const raisedFlags = Object.entries(raised).flatMap(([name, value]) => [
  `--${name}`,
  String(value),
]);
const seeds = new Map<string, Promise<Seed>>();

export const hubbub: System = {
  name: 'hubbub',
  missing: () => undefined,
  start,
  leastEventBytes,
};

/** Hubbub's events say more than a bare message; the others are given as many bytes. */
async function leastEventBytes(work: Work): Promise<number> {
  const seed = await seedFor(work);
  const folder = seed.copy();
  const server = await serve(folder);
  const envelope = await readEnvelope(seed, server);
  await server.stop();
  folder.remove();
  return envelope + leastContentLength;
}

async function start(work: Work): Promise<Running> {
  const seed = await seedFor(work);
  const folder = seed.copy();
  const server = await serve(folder);
  const envelope = work.case === 'idle' ? 0 : await readEnvelope(seed, server);
  const content = new Content(Math.max(work.eventBytes - envelope, leastContentLength));
  return {
    server,
    content,
    protocol: 'hubbub.json',
    path: () => '/v1/socket',
    greeting: (socket) => greeting(seed, socket),
    isGreeted,
    say: (socket, id, text) => say(seed, { socket, id: id + 1, text }),
    watch: (socket, id) =>
      `{"id":${id + 1},"op":"presence.subscribe","args":{"conversation":"${seed.target[socket]}"}}`,
    readSlow: async () => await readSlowReaders(server.port),
    read,
    stop: async () => {
      await server.stop();
      folder.remove();
    },
  };
}

async function serve({ path }: DataFolder): Promise<ServerProcess> {
  const flags = ['--port', '0', '--data', path, '--log-level', 'warn', ...raisedFlags];
  const folder = process.env['BENCH_PROFILE'];
  const profile = folder ? ['--cpu-prof', `--cpu-prof-dir=${folder}`] : [];
  const command = [process.execPath, ...profile, main, 'serve', ...flags];
  // A profile is written at a proper end only.
  return await launch({ command, readPort, stopWith: folder ? 'SIGTERM' : 'SIGKILL' });
}

/** Made once per run, copied for each round. */
function seedFor(work: Work): Promise<Seed> {
  const key = `${work.case} ${work.sockets}`;
  const seed = seeds.get(key) ?? makeSeed(work);
  seeds.set(key, seed);
  return seed;
}

export function readPort(line: string): number | undefined {
  const port = /^https?:\/\/[^/]+:(\d+)\/?$/.exec(line)?.[1];
  return port === undefined ? undefined : Number(port);
}

function greeting(seed: Seed, socket: number): string {
  return JSON.stringify({ id: 1, op: 'session.open', args: { token: seed.users[socket]?.token } });
}

function isGreeted(text: string): boolean {
  if (!text.startsWith('{"id":1,')) return false;
  if (text.includes('"error"')) throw new Error(text);
  return true;
}

interface Saying {
  readonly socket: number;
  readonly id: number;
  readonly text: string;
}

function say(seed: Seed, { socket, id, text }: Saying): string {
  const target = seed.target[socket] ?? '';
  return `{"id":${id},"op":"message.send","args":{"conversation":"${target}","clientMsgId":"c${socket}-${id}","text":"${text}"}}`;
}

const newline = 10;
const idMark = Buffer.from('{"id":');
const errorMark = Buffer.from('"error":');

/** A message holds lines, each a reply or an event; an event can hold several messages, the reader's own among them. */
const read: Running['read'] = (bytes, { start, end, socket }, seen) => {
  for (let from = start; from < end;) {
    const found = bytes.indexOf(newline, from);
    const to = found < 0 || found > end ? end : found;
    if (bytes[from + 2] === idMark[2]) {
      seen.replies += 1;
      const error = bytes.indexOf(errorMark, from);
      if (error >= 0 && error < from + 24) throw new Error(bytes.toString('utf8', from, to));
    } else
      seen.events +=
        countContents(bytes, from, to) - countOf(bytes, { start: from, end: to }, socket);
    from = to + 1;
  }
};

/** Says one thing to one listener and looks at the event: what is not text in it. */
async function readEnvelope(seed: Seed, { port }: ServerProcess): Promise<number> {
  const got = Promise.withResolvers<number>();
  const onEvent = (text: string): void => {
    if (text.startsWith('{"event"') && text.includes(probe))
      got.resolve(text.length - probe.length);
  };
  const listener = await logIn(port, greeting(seed, 1), onEvent);
  const speaker = await logIn(port, greeting(seed, 0), () => {});
  speaker.write(clientFrame(say(seed, { socket: 0, id: probeId, text: probe })));
  const size = await got.promise;
  listener.end();
  speaker.end();
  return size;
}

const probe = 'a probe';
/** The run must not use its key again. */
const probeId = 9_999_999;

async function logIn(
  port: number,
  greets: string,
  onText: (text: string) => void,
): Promise<RawSocket> {
  const greeted = Promise.withResolvers<void>();
  const socket = await openSocket({
    port,
    path: '/v1/socket',
    protocol: 'hubbub.json',
    onFrame: (bytes, start, end) => {
      const text = bytes.toString('utf8', start, end);
      if (isGreeted(text)) greeted.resolve();
      else onText(text);
    },
    onEnd: (why) => greeted.reject(new Error(why)),
  });
  socket.write(clientFrame(greets));
  await greeted.promise;
  return socket;
}
