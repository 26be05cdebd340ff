import { expect, test } from 'bun:test';
import { parseSlowReaders } from './hubbub-metrics.ts';

test('closes as slow are told from all others', () => {
  const text = `# TYPE hubbub_closes_total counter
hubbub_closes_total{reason="1006"} 2
hubbub_closes_total{reason="SLOW"} 20
hubbub_closes_total{reason="DEAD"} 1
hubbub_slow_sockets 7
`;
  expect(parseSlowReaders(text)).toEqual({ offTopics: 7, closedSlow: 20, closedElse: 3 });
  expect(parseSlowReaders('')).toEqual({ offTopics: 0, closedSlow: 0, closedElse: 0 });
});
