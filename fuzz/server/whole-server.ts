// The whole server under damaged sessions: the same process at the end, everything answered or ended as documented, somebody
// who does nothing wrong served all the while, and no more memory than at the beginning.
import { openSocket, spawnServer, type ServerProcess } from '../../test/support/server.ts';
import { signUp } from '../../test/support/people.ts';
import { seeded } from '../../test/support/lossy-bus.ts';
import { damage } from './damage.ts';
import { record } from './recording.ts';
import { runSession } from './session.ts';
import { residentBytes } from './memory.ts';

export interface ServerFuzzed {
  readonly runs: number;
  readonly seed: number;
  readonly seconds: number;
  /** How the sessions ended. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly served: number;
  readonly slowestMs: number;
  /** Resident, in MB: after a tenth of the runs, and at the end. 0 where the system does not tell. */
  readonly memory: { readonly early: number; readonly late: number };
}

const atOnce = 24;
/** What a server may keep of strangers who came and went: its caches fill, and its database grows by what was accepted. */
const mostGrowth = { factor: 1.5, bytes: 96e6 };

/** @throws with the session that was taken wrongly; its number and the seed bring it back */
export async function fuzzServer({
  runs,
  seed,
}: {
  readonly runs: number;
  readonly seed: number;
}): Promise<ServerFuzzed> {
  const server = await spawnServer({ loginMs: 60_000 });
  try {
    const startedAt = performance.now();
    const recordings = await record(server.url, server.socketUrl);
    const healthy = await serve(server);
    const outcomes = new Map<string, number>();
    let [begun, early] = [0, 0];
    const worker = async () => {
      while (begun < runs) {
        const run = (begun += 1);
        const random = seeded(seed + run * 7919);
        const recording = recordings[Math.floor(random() * recordings.length)];
        if (recording === undefined) throw new Error('nothing was recorded');
        const outcome = await runSession(server.port, recording, damage(recording, random)).catch(
          (cause: unknown) => {
            throw new Error(`session ${run} of seed ${seed}: ${String(cause)}`, { cause });
          },
        );
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        if (run === Math.ceil(runs / 10)) early = residentBytes(server.child.pid);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    const late = residentBytes(server.child.pid);
    const { served, slowestMs } = await healthy.stop();
    await mustLive(server);
    if (late > early * mostGrowth.factor + mostGrowth.bytes)
      throw new Error(`memory went from ${megabytes(early)} to ${megabytes(late)} MB`);
    return {
      runs,
      seed,
      seconds: (performance.now() - startedAt) / 1000,
      outcomes: Object.fromEntries([...outcomes].toSorted(([, a], [, b]) => b - a)),
      served,
      slowestMs,
      memory: { early: megabytes(early), late: megabytes(late) },
    };
  } finally {
    await server.stop();
  }
}

async function mustLive(server: ServerProcess): Promise<void> {
  if (server.child.exitCode !== null) throw new Error('the server has ended');
  const { status } = await fetch(`${server.url}/readyz`);
  if (status !== 200) throw new Error(`/readyz answers ${status}`);
  if (server.log().includes('incident')) throw new Error(`our bug: ${server.log().slice(0, 2000)}`);
}

/** Somebody who says one thing after another, and hears each time that it was stored. */
async function serve({ url, socketUrl }: ServerProcess) {
  const { token } = await signUp(url, 'healthy');
  const socket = await openSocket(socketUrl);
  await socket.call('session.open', { token });
  const { conversation } = await socket.call('conversation.create', { kind: 3, title: 'calm' });
  let [served, slowestMs, isOver] = [0, 0, false];
  const talking = (async () => {
    while (!isOver) {
      const at = performance.now();
      await socket.call('message.send', {
        conversation: conversation?.id ?? '',
        clientMsgId: `m${served}`,
        content: { case: 'text', value: 'all is well' },
      });
      slowestMs = Math.max(slowestMs, performance.now() - at);
      served += 1;
      await Bun.sleep(20);
    }
  })();
  // A failure is told by stop.
  talking.catch(() => undefined);
  return {
    async stop() {
      isOver = true;
      await talking;
      socket.close();
      return { served, slowestMs };
    },
  };
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}
