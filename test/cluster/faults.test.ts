// kill -9 of one node of three, again and again under load, and Redis killed and started again in the middle: nothing
// acknowledged is lost, doubled or reordered, and every device holds the same within ten seconds. The short form runs
// always where there is a Redis; HUBBUB_FULL=1 runs ten kills.
import { expect, test } from 'bun:test';
import { check } from '../support/checker.ts';
import { leaveOut } from '../support/left-out.ts';
import { hasRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { ordeal, type Scale, type Stage } from './crowd.ts';

if (!hasRedis) leaveOut('redis');
const full = process.env['HUBBUB_FULL'] === '1';
const scale: Scale = full
  ? { devices: 80, rounds: 10, perRound: 2_000 }
  : { devices: 20, rounds: 2, perRound: 150 };
const timeoutMs = full ? 900_000 : 120_000;

async function judge(scale: Scale, fault: (stage: Stage, round: number) => Promise<void>) {
  const { history, acknowledged, unknown, faults, convergedMs } = await ordeal(scale, fault);
  expect(faults).toEqual([]);
  expect(check(history)).toEqual([]);
  expect(acknowledged).toBeGreaterThan((scale.rounds * scale.perRound) / 2);
  expect(convergedMs).toBeLessThan(10_000);
  console.log(
    `${acknowledged} acknowledged, ${unknown} cut off, the same everywhere after ${Math.round(convergedMs)} ms`,
  );
  return { unknown };
}

test.if(hasRedis)(
  `${scale.rounds} kills of one node of three lose nothing`,
  async () => {
    const { unknown } = await judge(scale, async (stage, round) => {
      const victim = stage.nodes[round % stage.nodes.length];
      await victim?.kill();
      stage.nodes[round % stage.nodes.length] = await stage.startNode();
    });
    // The kills did hit something: messages were on their way.
    expect(unknown).toBeGreaterThan(0);
  },
  timeoutMs,
);

test.if(hasRedis)(
  'Redis killed and started again in the middle loses nothing',
  async () => {
    await judge({ ...scale, rounds: Math.ceil(scale.rounds / 2) }, async (stage) => {
      const { redis, nodes } = stage;
      await redis.kill();
      await until(() => nodes.every((node) => node.log().includes('is away')), {
        what: 'the nodes to say so',
      });
      // What is said meanwhile reaches the other nodes through the database.
      await stage.hear(scale.perRound / 2);
      await redis.startAgain();
    });
  },
  timeoutMs,
);
