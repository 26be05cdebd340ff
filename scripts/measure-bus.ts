// What the bus between nodes costs: `bun scripts/measure-bus.ts`. Encoding what a node says, hearing it where nobody or
// somebody is concerned, and a round through Redis, with one channel and with a topic per conversation.
import { Redis } from 'ioredis';
import { formatId } from '@hubbub/protocol';
import { decodeBundle, encodeBundle } from '../packages/server/src/bus/bundle.ts';
import { said } from '../test/contract/bus/emissions.ts';
import { startRedis } from '../test/support/redis.ts';

const runs = 200_000;
const rounds = 50_000;

function bundleOf(size: number): Uint8Array {
  const emissions = Array.from({ length: size }, (_, i) => said(i + 1));
  return encodeBundle({ node: crypto.randomUUID(), number: 1, emissions });
}

function perRun(count: number, work: () => void): string {
  work();
  const before = process.cpuUsage();
  work();
  return micros(before, count);
}

function micros(before: NodeJS.CpuUsage, count: number): string {
  const { user, system } = process.cpuUsage(before);
  return `${((user + system) / count).toFixed(2)} us`;
}

function hear(bytes: Uint8Array, times: number, isRead: boolean): number {
  let versions = 0;
  for (let i = 0; i < times; i += 1)
    for (const one of decodeBundle(bytes).emissions)
      if (one.type === 'stream' && isRead) versions += one.change.version ?? 0;
  return versions;
}

for (const size of [1, 16]) {
  const bytes = bundleOf(size);
  const times = runs / size;
  const encode = () => {
    for (let i = 0; i < times; i += 1) bundleOf(size);
  };
  console.log(`bundles of ${size} (${bytes.length} bytes), CPU per emission:`);
  console.log(`  encode             ${perRun(runs, encode)} (making the messages included)`);
  console.log(`  hear, nobody here  ${perRun(runs, () => hear(bytes, times, false))}`);
  console.log(`  hear, somebody     ${perRun(runs, () => hear(bytes, times, true))}`);
}

const redis = await startRedis();
const publisher = new Redis(redis.url);
const subscriber = new Redis(redis.url);
let heard = 0;
subscriber.on('messageBuffer', () => (heard += 1));

async function round(name: string, topicOf: (i: number) => string): Promise<void> {
  const message = Buffer.from(bundleOf(1));
  const target = heard + rounds;
  const before = process.cpuUsage();
  for (let i = 0; i < rounds; i += 1) {
    void publisher.publish(topicOf(i), message);
    if (i % 64 === 63) await new Promise(setImmediate);
  }
  while (heard < target) await Bun.sleep(1);
  console.log(`${name}: ${micros(before, rounds)} CPU to publish one and hear it`);
}

const topics = Array.from({ length: rounds }, (_, i) => formatId('cnv', i));
await subscriber.subscribe('one');
await round('warm-up', () => 'one');
await round('one channel', () => 'one');
const before = process.cpuUsage();
for (let i = 0; i < topics.length; i += 100)
  await subscriber.subscribe(...topics.slice(i, i + 100));
console.log(`subscribing: ${micros(before, rounds)} CPU per topic`);
await round('a topic per conversation', (i) => topics[i] ?? '');
publisher.disconnect();
subscriber.disconnect();
await redis.stop();
