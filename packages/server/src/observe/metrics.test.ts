// The page of metrics holds the rows of the table, in the format that Prometheus reads.
import { expect, test } from 'bun:test';
import { metrics, type Readings } from './metric-table.ts';
import { createMetrics } from './metrics.ts';

const readings = Object.fromEntries(
  metrics.flatMap(({ from }) => (from === undefined ? [] : [[from, 7]])),
) as unknown as Readings;

function make(more: Partial<Readings> = {}) {
  const info = { version: '1', database: 'sqlite', environment: 'test' };
  return createMetrics({ read: () => ({ ...readings, ...more }), info });
}

test('every row is on the page, with its kind and its help', async () => {
  const page = make();
  page.countOperation({ door: 'http', op: 'account.logIn', outcome: 'CREDENTIALS', ms: 3 });
  page.countClose('SLOW');
  page.countPush('sent');
  page.countCommit({ writes: 12, ms: 4 });
  const { body } = await page.text();
  for (const { name, kind, help, from, labels } of metrics) {
    expect(body).toContain(`# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n`);
    if (from !== undefined) expect(body).toMatch(new RegExp(`^${name} 7$`, 'm'));
    if (labels !== undefined) expect(body).toMatch(new RegExp(`^${name}[a-z_]*\\{`, 'm'));
  }
  expect(body).toMatch(/^hubbub_logins_failed_total\{reason="CREDENTIALS"\} 1$/m);
  expect(body).toMatch(/^hubbub_commit_writes_bucket\{le="20"\} 1$/m);
});

test('what there is not, e.g. a bus on a single node, is left out', async () => {
  const { body } = await make({ isBusUp: undefined }).text();
  expect(body).not.toMatch(/^hubbub_bus_up /m);
});

test('names, kinds and units go together as is usual', () => {
  for (const { name, kind, help } of metrics) {
    expect(name).toMatch(/^hubbub_[a-z_]+$/);
    expect([name, name.endsWith('_total')]).toEqual([name, kind === 'counter']);
    expect(help).toMatch(/^[A-Z1].*\.$/);
  }
});
