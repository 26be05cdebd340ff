// What Hubbub says at /metrics of readers that are behind.
import { defaults } from '../../packages/server/src/config/table.ts';
import type { SlowReaders } from './system.ts';

export async function readSlowReaders(port: number): Promise<SlowReaders> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  return { capBytes: defaults().queueBytes, ...parseSlowReaders(await response.text()) };
}

export function parseSlowReaders(text: string): Omit<SlowReaders, 'capBytes'> {
  const closes = [...text.matchAll(/^hubbub_closes_total\{reason="([^"]+)"\} (\d+)$/gm)];
  const count = (isSlow: boolean): number =>
    closes
      .filter(([, reason]) => (reason === 'SLOW') === isSlow)
      .reduce((sum, [, , value]) => sum + Number(value), 0);
  const offTopics = Number(/^hubbub_slow_sockets (\d+)$/m.exec(text)?.[1] ?? 0);
  return { offTopics, closedSlow: count(true), closedElse: count(false) };
}
