// What every bus promises, and what one between nodes promises besides.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test';
import { memoryBus } from '../../../packages/server/src/bus/memory.ts';
import { openRedisBus } from '../../../packages/server/src/bus/redis.ts';
import type { Bus, Emission } from '../../../packages/server/src/ports/bus.ts';
import { systemClock } from '../../../packages/server/src/ports/clock.ts';
import { leaveOut } from '../../support/left-out.ts';
import { hasRedis, startRedis, type TestRedis } from '../../support/redis.ts';
import { until } from '../../support/until.ts';
import { everyKind, plain, revoked, said } from './emissions.ts';

interface Node {
  readonly bus: Bus;
  readonly heard: Emission[];
  readonly reports: string[];
  missed: number;
}

let redis: TestRedis | undefined;
let nodes: Node[] = [];
const beatMs = 50;

beforeAll(async () => {
  if (hasRedis) redis = await startRedis();
  else leaveOut('redis');
});
afterEach(async () => {
  for (const { bus } of nodes) await bus.close();
  nodes = [];
});
afterAll(() => redis?.stop());

async function open(kind: 'memory' | 'redis', more: { mostBytes?: number; url?: string } = {}) {
  const reports: string[] = [];
  const say = (text: string) => void reports.push(text);
  const bus =
    kind === 'memory'
      ? memoryBus()
      : await openRedisBus({
          url: redis?.url ?? '',
          channel: 'test',
          clock: systemClock,
          report: say,
          note: say,
          beatMs,
          ...more,
        });
  const node: Node = { bus, heard: [], reports, missed: 0 };
  bus.listen(
    (emission) => node.heard.push(emission),
    () => (node.missed += 1),
  );
  nodes.push(node);
  return node;
}

const kinds = hasRedis ? (['memory', 'redis'] as const) : (['memory'] as const);

describe.each(kinds)('the %s bus', (kind) => {
  test('hands each emission to its own hub before publish returns, once', async () => {
    const { bus, heard } = await open(kind);
    for (const [i, emission] of everyKind.entries()) {
      bus.publish(emission);
      expect(heard).toHaveLength(i + 1);
      expect(heard[i]).toBe(emission);
    }
    // Whatever echo there is has gone by when another node has heard the last one.
    if (kind === 'redis') {
      const other = await open(kind);
      bus.publish(revoked);
      await until(() => other.heard.length > 0);
      expect(heard).toHaveLength(everyKind.length + 1);
    }
  });

  test('neither throws nor waits when it is closed', async () => {
    const { bus, heard } = await open(kind);
    await bus.close();
    expect(() => bus.publish(said(1))).not.toThrow();
    expect(heard).toEqual([]);
  });
});

describe.if(hasRedis)('a bus between nodes', () => {
  test('carries every kind to all others, whole', async () => {
    const [here, there, third] = [await open('redis'), await open('redis'), await open('redis')];
    for (const emission of everyKind) here.bus.publish(emission);
    for (const { heard } of [there, third]) {
      await until(() => heard.length === everyKind.length);
      expect(heard.map(plain)).toEqual(everyKind.map(plain));
    }
  });

  test('keeps the order within a node', async () => {
    const [here, there] = [await open('redis'), await open('redis')];
    for (let version = 1; version <= 500; version += 1) {
      here.bus.publish(said(version));
      if (version % 50 === 0) await new Promise(setImmediate);
    }
    await until(() => there.heard.length === 500);
    const versions = there.heard.map((one) => (one.type === 'stream' ? one.change.version : 0));
    expect(versions).toEqual(Array.from({ length: 500 }, (_, i) => i + 1));
    expect(there.missed).toBe(0);
  });

  test('says that something was missed after Redis was killed, and carries on; a revocation waits for it', async () => {
    const [here, there] = [await open('redis'), await open('redis')];
    await redis?.kill();
    await until(() => here.reports.some((text) => text.includes('is away')));
    expect(() => here.bus.publish(said(1))).not.toThrow();
    here.bus.publish(revoked);
    expect(here.heard).toHaveLength(2);
    const before = there.missed;
    await redis?.startAgain();
    await until(() => here.missed > 0 && there.missed > before);
    here.bus.publish(said(2));
    await until(() => there.heard.some((one) => one.type === 'stream' && one.change.version === 2));
    expect(here.reports.at(-1)).toContain('is back');
    // Whether it arrived depends on who was back first; if it did not, the check of logins that `missed` starts finds it.
    expect(there.heard.length).toBeGreaterThanOrEqual(1);
  });

  test('keeps no more than its bound while Redis is away, and the others notice what is missing', async () => {
    const here = await open('redis', { mostBytes: 2_000 });
    const there = await open('redis');
    here.bus.publish(said(1));
    await until(() => there.heard.length === 1);
    // More than the bound in one turn: the message is given up, its number is not.
    for (let version = 2; version < 200; version += 1) here.bus.publish(said(version));
    await until(() => there.missed === 1);
    expect(there.heard).toHaveLength(1);
    here.bus.publish(said(200));
    await until(() => there.heard.length === 2);
  });

  test('notices a connection that is only seemingly alive', async () => {
    const node = await open('redis');
    process.kill(redis?.pid ?? 0, 'SIGSTOP');
    try {
      await until(() => node.reports.some((text) => text.includes('is away')));
      expect(() => node.bus.publish(said(1))).not.toThrow();
    } finally {
      process.kill(redis?.pid ?? 0, 'SIGCONT');
    }
    await until(() => node.missed > 0);
  });

  test('ignores what it cannot read, and takes it for missed', async () => {
    const node = await open('redis');
    const { Redis } = await import('ioredis');
    const stranger = new Redis(redis?.url ?? '');
    await stranger.publish('test', 'no bundle at all');
    await until(() => node.missed === 1);
    stranger.disconnect();
    expect(node.heard).toEqual([]);
  });

  test('starts without Redis, says so, and never shows the password', async () => {
    const node = await open('redis', { url: 'redis://user:secret@127.0.0.1:1' });
    node.bus.publish(said(1));
    expect(node.heard).toHaveLength(1);
    expect(node.reports.join()).toContain('127.0.0.1:1 cannot be reached');
    expect(node.reports.join()).not.toContain('secret');
  });
});
