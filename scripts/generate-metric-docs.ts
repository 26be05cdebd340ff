// docs/metrics.md from the metric table in packages/server/src/observe/metric-table.ts.
import { metrics } from '../packages/server/src/observe/metric-table.ts';
import { tableRow, writePage } from './generated-page.ts';

const rows = metrics.map(({ name, kind, labels = [], help }) =>
  tableRow(`\`${name}\``, kind, labels.map((label) => `\`${label}\``).join(', '), help),
);

writePage('docs/metrics.md', 'scripts/generate-metric-docs.ts', [
  '# Metrics',
  '',
  'At `/metrics` of the main port, in the text format that Prometheus reads: for loopback addresses only, unless',
  '`--public-metrics` says otherwise. What to watch and what to do is in [operations.md](operations.md#alarms);',
  '`deploy/grafana/hubbub.json` is a dashboard, `deploy/prometheus/alarms.yml` the rules.',
  '',
  'Labels are names of ours, never of people or conversations. What there is not on a node, e.g. a bus, has no line.',
  '',
  tableRow('Metric', 'Kind', 'Labels', 'Meaning'),
  tableRow('---', '---', '---', '---'),
  ...rows,
]);
