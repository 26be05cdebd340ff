// Ten thousand devices come back after a crash. Before it, somebody in each group said something while the others were away;
// all of that has to be in what each of them is told, in order and whole.
import { readFileSync } from 'node:fs';
import { Content } from '../generator/content.ts';
import { openSocket, type RawSocket } from '../generator/socket.ts';
import { frameOf } from '../generator/frames.ts';
import { serverCpuSeconds, type ServerProcess } from '../server-process.ts';
import { percentile, Sample } from '../statistics.ts';
import { firstLook, greeting, serve } from '../systems/hubbub.ts';
import { makeSeed, type Place, type Seed } from '../systems/hubbub-seed.ts';
import { jsonWire } from '../systems/hubbub-wire.ts';
import { sharing } from '../systems/system.ts';
import type { Figure, Options, OwnCase } from './case.ts';

const wanted = 10_000;
/** Of the open files that a process may have, those it needs for itself. */
const spared = 1_000;
const missed = 5;
const openedAtOnce = 100;
const content = new Content(100);

interface ResumeSystem {
  readonly name: string;
  missing(): string | undefined;
}

let seed: Promise<Seed> | undefined;

export const resume: OwnCase<ResumeSystem> = {
  name: 'resume',
  title:
    `${devices()} devices come back at once after kill -9, ${openedAtOnce} at a time, each in a group of ${sharing} in which ` +
    `${missed} messages were said meanwhile; every one is looked at. Latency is from the first byte until all is there`,
  systems: [{ name: 'hubbub', missing: () => undefined }],
  yardstick: 'hubbub',
  async run(_system, _options: Options): Promise<readonly Figure[]> {
    seed ??= makeSeed({ case: 'groups', sockets: devices() });
    const place = await (await seed).copy();
    try {
      return [await comeBack(await seed, place)];
    } finally {
      await place.remove();
    }
  },
};

/** As many as the open files of one process allow: each is one here and one in the server. */
function devices(): number {
  const limit = Number(
    /Max open files\s+(\d+)/.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? wanted,
  );
  return Math.min(wanted, Math.floor((limit - spared) / sharing) * sharing);
}

async function comeBack(seed: Seed, place: Place): Promise<Figure> {
  const before = await serve(place);
  const versions = await sayMeanwhile(seed, before);
  // SIGKILL: what was acknowledged is on disk, or it is missed below.
  await before.stop();

  const server = await serve(place);
  await firstLook(server.port);
  const latencies = new Sample();
  const sockets: RawSocket[] = [];
  try {
    const atStart = serverCpuSeconds(server);
    const startedAt = performance.now();
    let next = 0;
    const comer = async (): Promise<void> => {
      while (next < seed.users.length) {
        const socket = next;
        next += 1;
        const at = performance.now();
        const version = versions[Math.floor(socket / sharing)] ?? 0;
        sockets.push(await comeIn(server, { seed, socket, version }));
        latencies.add(performance.now() - at);
      }
    };
    await Promise.all(Array.from({ length: openedAtOnce }, comer));
    const seconds = (performance.now() - startedAt) / 1000;
    return {
      case: `${seed.users.length} devices`,
      cpuSeconds: serverCpuSeconds(server) - atStart,
      perSecond: seed.users.length / seconds,
      p50Ms: percentile(latencies.values, 0.5),
      p99Ms: percentile(latencies.values, 0.99),
    };
  } finally {
    for (const socket of sockets) socket.end();
    await server.stop();
  }
}

/** The first of each group says something and has it acknowledged. @returns what the others know of it: its version of before */
async function sayMeanwhile(seed: Seed, { port }: ServerProcess): Promise<readonly number[]> {
  const groups = Array.from({ length: seed.users.length / sharing }, (_, i) => i * sharing);
  return await Promise.all(
    groups.map(async (socket) => {
      const talk = await Talk.open(port);
      await talk.ask(greeting(seed, socket, jsonWire) as string);
      let version: number | undefined;
      for (let number = 1; number <= missed; number += 1) {
        const conversation = seed.target[socket] ?? '';
        const text = content.write(socket, number);
        const saying = { id: number + 1, conversation, clientMsgId: `m${number}`, text };
        const answer = await talk.ask(jsonWire.send(saying) as string);
        version ??= Number(/"base":(\d+)/.exec(answer)?.[1] ?? 0);
      }
      talk.end();
      return version ?? 0;
    }),
  );
}

interface Comer {
  readonly seed: Seed;
  readonly socket: number;
  /** Of its group, as it was when it left. */
  readonly version: number;
}

/** Logs in, asks what is new and looks at all of it. */
async function comeIn(
  { port }: ServerProcess,
  { seed, socket, version }: Comer,
): Promise<RawSocket> {
  const talk = await Talk.open(port);
  const opened = await talk.ask(greeting(seed, socket, jsonWire) as string);
  const epoch = /"epoch":"([^"]+)"/.exec(opened)?.[1] ?? '';
  const known = [{ conversation: seed.target[socket] ?? '', version }];
  const news = await talk.ask(jsonWire.request(2, 'sync.pull', { epoch, known }) as string);
  const bytes = Buffer.from(news);
  const numbers: number[] = [];
  const first = Math.floor(socket / sharing) * sharing;
  const broken = content.read(bytes, { start: 0, end: bytes.length }, (sender, number) => {
    if (sender === first) numbers.push(number);
  });
  const expected = Array.from({ length: missed }, (_, i) => i + 1);
  if (broken > 0 || numbers.join() !== expected.join())
    throw new Error(
      `device ${socket} was told ${numbers.join() || 'nothing'}: ${news.slice(0, 300)}`,
    );
  return talk.socket;
}

/** A socket on which one thing at a time is asked. */
class Talk {
  private waiting = Promise.withResolvers<string>();
  private constructor(readonly socket: RawSocket) {}

  static async open(port: number): Promise<Talk> {
    const opened: { talk?: Talk } = {};
    const socket = await openSocket({
      port,
      path: '/v1/socket',
      protocol: jsonWire.protocol,
      onFrame: (bytes, start, end) => opened.talk?.take(bytes.toString('utf8', start, end)),
      onEnd: (why) => opened.talk?.waiting.reject(new Error(why)),
    });
    return (opened.talk = new Talk(socket));
  }

  async ask(request: string): Promise<string> {
    this.waiting = Promise.withResolvers<string>();
    this.socket.write(frameOf(request));
    return await this.waiting.promise;
  }

  end(): void {
    this.socket.end();
  }

  private take(message: string): void {
    for (const line of message.split('\n')) {
      if (!line.startsWith('{"id":')) continue;
      if (line.includes('"error"')) this.waiting.reject(new Error(line));
      else this.waiting.resolve(line);
    }
  }
}
