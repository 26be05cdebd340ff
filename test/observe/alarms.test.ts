// Dashboard and alarms name metrics that exist, with labels that they have; each alarm has its lines in the operations page.
import { expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { metrics, type MetricRow } from '../../packages/server/src/observe/metric-table.ts';
import { leaveOut } from '../support/left-out.ts';

const root = join(import.meta.dir, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface Panel {
  readonly type: string;
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
}

const dashboard = JSON.parse(read('deploy/grafana/hubbub.json')) as { panels: readonly Panel[] };
const panels = dashboard.panels.filter(({ type }) => type !== 'row');
const alarms = [
  ...read('deploy/prometheus/alarms.yml').matchAll(/- alert: (\w+)\n +expr: (.+)\n/g),
].map(([, name = '', expr = '']) => ({ name, expr }));

const byName = new Map<string, MetricRow>(metrics.map((row) => [row.name, row]));

/** What an expression gets wrong about our metrics. */
function wrong(expr: string): string[] {
  const found: string[] = [];
  for (const [whole, name = ''] of expr.matchAll(/\b(hubbub_\w+)(?:\{[^}]*\})?/g)) {
    const base = name.replace(/_bucket$/, '');
    const row = byName.get(name) ?? byName.get(base);
    if (row === undefined) found.push(`${name} does not exist`);
    else if (name !== base && row.kind !== 'histogram') found.push(`${base} is no histogram`);
    else if (name === base && row.kind === 'histogram') found.push(`${name} is a histogram`);
    const labels = [...whole.matchAll(/(\w+)(?:=|!=|=~|!~)"/g)].map(([, label]) => label ?? '');
    for (const label of labels)
      if (label !== 'instance' && row?.labels?.includes(label) !== true)
        found.push(`${name} has no label ${label}`);
    const isRated = /(?:rate|increase)\([^)]*$/.test(expr.slice(0, expr.indexOf(whole)));
    if (row?.kind === 'counter' && !isRated) found.push(`${name} only ever grows`);
  }
  return found;
}

test('every panel asks for metrics that exist', () => {
  expect(panels.length).toBeGreaterThan(25);
  for (const { title, targets = [] } of panels) {
    expect([title, targets.length]).not.toEqual([title, 0]);
    for (const { expr } of targets) {
      expect([title, wrong(expr)]).toEqual([title, []]);
      expect([title, expr]).toEqual([title, expect.stringContaining('hubbub_')]);
    }
  }
});

test('every metric is on the dashboard', () => {
  const all = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)).join('\n');
  expect(metrics.filter(({ name }) => !all.includes(name)).map(({ name }) => name)).toEqual([]);
});

test('every alarm asks for metrics that exist, and the operations page says what to do', () => {
  expect(alarms.length).toBeGreaterThan(15);
  const page = read('docs/operations.md');
  for (const { name, expr } of alarms) expect([name, wrong(expr)]).toEqual([name, []]);
  const told = [...page.matchAll(/^#### (Hubbub\w+)$/gm)].map(([, name]) => name);
  expect(told).toEqual(alarms.map(({ name }) => name));
});

test('the check sees what is wrong', () => {
  expect(wrong('hubbub_nothing > 0')).toHaveLength(1);
  expect(wrong('rate(hubbub_closes_total{door="x"}[5m])')).toHaveLength(1);
  expect(wrong('hubbub_closes_total > 0')).toHaveLength(1);
  expect(wrong('rate(hubbub_sockets_bucket[5m])')).toHaveLength(1);
});

const hasPromtool = Bun.which('promtool') !== null;
if (!hasPromtool) leaveOut('alarm rules in Prometheus’ own words (no promtool)');
test.if(hasPromtool)('Prometheus reads the rules, and they fire when they should', () => {
  for (const args of [
    ['check', 'config', 'prometheus.yml'],
    ['test', 'rules', 'alarms.test.yml'],
  ]) {
    const { exitCode, stdout, stderr } = Bun.spawnSync(['promtool', ...args], {
      cwd: join(root, 'deploy/prometheus'),
      stdout: 'pipe',
      stderr: 'pipe',
    });
    expect([exitCode, exitCode === 0 ? '' : `${stdout.toString()}${stderr.toString()}`]).toEqual([
      0,
      '',
    ]);
  }
});
