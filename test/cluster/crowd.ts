// Many devices on three nodes, each wherever it finds one, while nodes are killed or Redis goes away; and what the database
// holds in the end.
import type { History } from '../support/checker.ts';
import { createDatabase } from '../support/postgres.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { spawnServer, type ServerProcess } from '../support/server.ts';
import { until } from '../support/until.ts';
import { hasAll, meet, sendAgain } from '../faults/crowd.ts';
import { readDatabase } from '../faults/database.ts';
import { Device, type Login, type Run } from '../faults/device.ts';

export interface Scale {
  readonly devices: number;
  readonly rounds: number;
  /** Acknowledged messages between two faults. */
  readonly perRound: number;
}

/** What a fault may touch. */
export interface Stage {
  readonly nodes: ServerProcess[];
  readonly redis: TestRedis;
  startNode(): Promise<ServerProcess>;
  /** Waits until the devices have been acknowledged so many messages more. */
  hear(messages: number): Promise<void>;
}

interface Result {
  readonly history: History;
  readonly acknowledged: number;
  readonly unknown: number;
  readonly faults: readonly string[];
  /** From the last fault's end until every device held everything. */
  readonly convergedMs: number;
}

const nodeCount = 3;
const devicesPerUser = 2;

export async function ordeal(
  scale: Scale,
  fault: (stage: Stage, round: number) => Promise<void>,
): Promise<Result> {
  const database = await createDatabase({ isMigrated: true });
  const redis = await startRedis();
  const stage: Stage = {
    nodes: [],
    redis,
    startNode: () => spawnServer({ database, bus: redis.url }),
    hear: () => Promise.resolve(),
  };
  try {
    for (let i = 0; i < nodeCount; i += 1) stage.nodes.push(await stage.startNode());
    return await live({ scale, fault, stage, database });
  } finally {
    for (const node of stage.nodes) await node.kill();
    await redis.stop();
  }
}

interface Setting {
  readonly scale: Scale;
  readonly fault: (stage: Stage, round: number) => Promise<void>;
  readonly stage: Stage;
  readonly database: string;
}

async function live({ scale, fault, stage, database }: Setting): Promise<Result> {
  const logins = await meet(
    stage.nodes[0] as ServerProcess,
    Math.ceil(scale.devices / devicesPerUser),
  );
  const run: Run = {
    /** Any node that is thought to live: a device that finds it dead tries another. */
    get socketUrl() {
      return stage.nodes[Math.floor(Math.random() * stage.nodes.length)]?.socketUrl;
    },
    set socketUrl(_: string | undefined) {},
    isWriting: true,
    isOver: false,
    acknowledged: 0,
    attempts: [],
    marks: new Map(),
    places: new Map(),
  };
  const devices = Array.from({ length: scale.devices }, (_, i) => {
    const login = logins[i % logins.length] as Login;
    return new Device(`device ${i}`, login, run);
  });
  const ended = Promise.all(devices.map((one, i) => one.live(i % 2 === 0 ? 'json' : 'proto')));
  const wait = async (condition: () => boolean, what: string): Promise<void> =>
    void (await Promise.race([until(condition, { timeoutMs: 90_000, what }), ended]));
  stage.hear = (messages) => {
    const target = run.acknowledged + messages;
    return wait(() => run.acknowledged >= target, `message ${target}`);
  };
  for (let round = 0; round < scale.rounds; round += 1) {
    await stage.hear(Math.ceil(scale.perRound * (0.5 + Math.random())));
    await fault(stage, round);
  }
  const healedAt = performance.now();
  run.isWriting = false;
  await wait(() => devices.every(({ isIdle }) => isIdle), 'the last answers');
  const { heads } = await readDatabase(database);
  await until(() => hasAll(devices, heads), { timeoutMs: 20_000 }).catch(() => {});
  const convergedMs = performance.now() - healedAt;
  await sendAgain(run, logins, stage.nodes.at(-1) as ServerProcess);
  run.isOver = true;
  await ended;
  const { stored, heads: lastHeads } = await readDatabase(database);
  return {
    history: {
      attempts: run.attempts,
      stored,
      heads: lastHeads,
      replicas: devices.flatMap((one) => one.replicas()),
    },
    acknowledged: run.acknowledged,
    unknown: run.attempts.filter(({ outcome }) => outcome === 'unknown').length,
    faults: devices.flatMap((one) => one.faults),
    convergedMs,
  };
}
