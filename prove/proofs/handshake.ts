// N4: thousands of sockets that never come to the point, at the HTTP and at the gRPC door, each in one of the ways below. All are
// cut in time, and whoever means it gets in meanwhile.
import { connect, createServer, type AddressInfo } from 'node:net';
import { dawdle, waysIn, type Dawdler } from '../dawdlers.ts';
import { underLoad, waitFor, type Attack, type Options } from '../load.ts';
import { Peer } from '../peers.ts';
import { signUp } from '../people.ts';
import type { Stage } from '../stage.ts';
import { percentile } from '../times.ts';
import type { Judged } from '../verdict.ts';

const mostMs = 10_000;
/** The runtime looks every so often who is silent: sockets that come all over this time see the longest that it takes. */
const runtimeLooksMs = 4_000;
const bareSockets = 16;
/** Who is still there then, though the machine is busy, will never be cut. */
const neverMs = 60_000;
const mostToConnectMs = 500;
const atOnce = 50;
const pauseMs = 20;

export async function handshake(options: Options): Promise<Judged> {
  const grpcPort = await freePort();
  const dawdlers: Dawdler[] = [];
  const attack: Attack = {
    setup: {
      flags: {
        doors: 'socket,http,grpc',
        'grpc-port': String(grpcPort),
        'grpc-connections': '100000',
      },
    },
    async strike(stage) {
      const { port } = stage.server.address;
      const visitor = await Visitor.start(stage);
      const runtime = longestOfRuntime();
      const come = (i: number) => {
        const way = waysIn[i % waysIn.length];
        if (way) dawdlers.push(dawdle(way, { http: port, grpc: grpcPort }));
      };
      for (let i = 0; i < options.peers; i += 1) {
        come(i);
        if (i % atOnce === 0) await Bun.sleep(1);
      }
      await waitFor(
        () => dawdlers.every(({ tookMs }) => tookMs !== undefined),
        performance.now() + neverMs,
      );
      const waits = await visitor.stop();
      stage.measured['runtimeMs'] = await runtime;
      judgeAll(stage, dawdlers.splice(0), options.isTimed);
      const p99 = Math.round(percentile(waits, 0.99));
      stage.measured['connectP99Ms'] = Math.max(p99, stage.measured['connectP99Ms'] ?? 0);
      if (options.isTimed && !(p99 <= mostToConnectMs))
        stage.fault('N4', `99 of 100 who meant it were in after ${p99} ms`);
    },
    after: async () => {
      for (const dawdler of dawdlers) dawdler.leave();
    },
  };
  return await underLoad('handshake', attack)(options);
}

function judgeAll(stage: Stage, dawdlers: readonly Dawdler[], isTimed: boolean): void {
  for (const { name, isUpToRuntime } of waysIn) {
    const most = isUpToRuntime ? (stage.measured['runtimeMs'] ?? 0) : mostMs;
    const ones = dawdlers.filter((one) => one.name === name);
    const stay = ones.filter(({ tookMs }) => tookMs === undefined);
    for (const one of stay) one.leave();
    const longest = Math.round(Math.max(0, ...ones.map(({ tookMs = 0 }) => tookMs)));
    const figure = `${name}Ms`;
    stage.measured[figure] = Math.max(longest, stage.measured[figure] ?? 0);
    if (stay.length > 0) stage.fault('N4', `${stay.length} of ${ones.length} stay: ${name}`);
    else if (isTimed && longest > most)
      stage.fault('N4', `the last was cut after ${longest} ms: ${name}`);
  }
}

/** How long the runtime alone, with nothing of ours, lets those stay who have not asked for anything; no option changes it (Bun 1.4.5). */
async function longestOfRuntime(): Promise<number> {
  const bare = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response() });
  const took = Array.from({ length: bareSockets }, async (_, i) => {
    await Bun.sleep((i * runtimeLooksMs) / bareSockets);
    const from = performance.now();
    const socket = connect(bare.port ?? 0, '127.0.0.1');
    await new Promise((resolve) => socket.once('close', resolve));
    return performance.now() - from;
  });
  const longest = Math.ceil(Math.max(...(await Promise.all(took))));
  await bare.stop(true);
  return longest;
}

/** Comes in again and again, from nothing to being logged in. */
class Visitor {
  private isOver = false;
  private readonly waits: number[] = [];
  private visits: Promise<void> | undefined;

  static async start({ server, run, random }: Stage): Promise<Visitor> {
    const name = `visitor${random.below(2 ** 31)}`;
    const peer = new Peer(run.log, name, await signUp(server.url, name));
    const visitor = new Visitor();
    visitor.visits = visitor.visit(peer, server.socketUrl);
    return visitor;
  }

  async stop(): Promise<readonly number[]> {
    this.isOver = true;
    await this.visits;
    return this.waits;
  }

  private async visit(peer: Peer, url: string): Promise<void> {
    while (!this.isOver) {
      const began = performance.now();
      const socket = await peer.open(url).catch(() => undefined);
      this.waits.push(socket ? performance.now() - began : Infinity);
      socket?.close();
      await Bun.sleep(pauseMs);
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
