// Every metric, once: name, kind, labels and what it says. What is served at /metrics, docs/metrics.md and the tests of the
// dashboard and the alarms derive from the rows here. Labels are names of ours, never of people or conversations, so that
// there are few series: the most are operations by door and outcome.
export type MetricKind = 'counter' | 'gauge' | 'histogram';

export interface MetricRow {
  readonly kind: MetricKind;
  readonly help: string;
  readonly labels?: readonly string[];
  readonly buckets?: readonly number[];
  /** The reading that it is taken from when somebody asks; without, it is counted as things happen. */
  readonly from?: keyof Readings;
}

/** Read when somebody asks. Undefined: there is no such thing here, and the metric is left out. */
export interface Readings {
  readonly sockets: number;
  readonly waiting: number;
  readonly users: number;
  readonly grpcConnections: number;
  readonly queuedBytes: number;
  readonly slowSockets: number;
  readonly inFlight: number;
  readonly batches: number;
  readonly writes: number;
  readonly failedBatches: number;
  readonly refused: number;
  readonly queued: number;
  readonly reads: number;
  readonly damaged: number;
  readonly damagedParts: number | undefined;
  readonly looks: number | undefined;
  readonly sessions: number | undefined;
  readonly idleSessions: number | undefined;
  readonly waitingReads: number | undefined;
  readonly isReady: number;
  readonly isDatabaseUp: number;
  readonly isDatabaseWritable: number;
  readonly outboxEntries: number;
  readonly outboxOldestSeconds: number;
  readonly isBusUp: number | undefined;
  readonly busBytes: number | undefined;
  readonly busMissed: number | undefined;
  readonly incidents: number;
  readonly stalls: number;
  readonly lostLines: number;
  readonly certificateSeconds: number | undefined;
  readonly diskFreeBytes: number | undefined;
  readonly loopLagSeconds: number;
  readonly heapBytes: number;
  readonly memoryBytes: number;
  readonly cpuSeconds: number;
  readonly openFiles: number | undefined;
  readonly mostOpenFiles: number | undefined;
  readonly upSeconds: number;
}

const latency = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

export const metricTable = {
  hubbub_operations_total: counter('Operations by door, name and outcome (OK, or the reason).', {
    labels: ['door', 'op', 'outcome'],
  }),
  hubbub_operation_seconds: {
    kind: 'histogram',
    help: 'From arrival to reply.',
    labels: ['door', 'op'],
    buckets: latency,
  },
  hubbub_in_flight: gauge('Operations at work.', 'inFlight'),
  hubbub_incidents_total: counter('Failures that nobody foresaw; each is in the log.', {
    from: 'incidents',
  }),
  hubbub_logins_failed_total: counter('Logins that were refused, by reason.', {
    labels: ['reason'],
  }),

  hubbub_sockets: gauge('Open sockets.', 'sockets'),
  hubbub_sockets_waiting: gauge('Sockets that are not logged in.', 'waiting'),
  hubbub_users: gauge('Users with a socket here.', 'users'),
  hubbub_grpc_connections: gauge('Open gRPC connections.', 'grpcConnections'),
  hubbub_closes_total: counter('Closed sockets by reason.', { labels: ['reason'] }),
  hubbub_queued_bytes: gauge('Bytes waiting for slow readers, at the last sweep.', 'queuedBytes'),
  hubbub_slow_sockets: gauge('Sockets that are behind.', 'slowSockets'),

  hubbub_commits_total: counter('Committed batches.', { from: 'batches' }),
  hubbub_writes_total: counter('Writes in committed batches.', { from: 'writes' }),
  hubbub_reads_total: counter('Reads.', { from: 'reads' }),
  hubbub_damaged_total: counter('Times that a message was read which is damaged on the disk.', {
    from: 'damaged',
  }),
  hubbub_database_damaged: gauge(
    'Embedded database: damaged tables and indexes, at the last look (soon after the start, then daily).',
    'damagedParts',
  ),
  hubbub_database_looks_total: counter(
    'Embedded database: times that all of it was looked through for damage.',
    { from: 'looks' },
  ),
  hubbub_commit_writes: {
    kind: 'histogram',
    help: 'Writes in a committed batch.',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
  },
  hubbub_commit_seconds: {
    kind: 'histogram',
    help: 'From the begin of a batch until it is on disk.',
    buckets: [0.0005, ...latency],
  },
  hubbub_failed_commits_total: counter('Batches that were not kept; their callers were told.', {
    from: 'failedBatches',
  }),
  hubbub_writes_refused_total: counter('Writes refused because too many waited.', {
    from: 'refused',
  }),
  hubbub_writes_queued: gauge('Writes that wait for their batch.', 'queued'),
  hubbub_database_up: gauge('1 while the database answers.', 'isDatabaseUp'),
  hubbub_database_writable: gauge('1 while batches are kept.', 'isDatabaseWritable'),
  hubbub_database_sessions: gauge('PostgreSQL: sessions that read.', 'sessions'),
  hubbub_database_idle_sessions: gauge('PostgreSQL: those without work.', 'idleSessions'),
  hubbub_database_waiting: gauge('PostgreSQL: reads that wait for a session.', 'waitingReads'),
  hubbub_disk_free_bytes: gauge(
    'Embedded database: space left where the data folder is.',
    'diskFreeBytes',
  ),
  hubbub_outbox_entries: gauge('Effects that are owed.', 'outboxEntries'),
  hubbub_outbox_oldest_seconds: gauge('How long the oldest of them is due.', 'outboxOldestSeconds'),

  hubbub_push_total: counter(
    'Notifications over push services by outcome: sent, dropped (read, muted or taken back meanwhile), attended (the user looks), gone, refused, later.',
    { labels: ['outcome'] },
  ),

  hubbub_bus_up: gauge('1 while this node hears the others (Redis).', 'isBusUp'),
  hubbub_bus_bytes: gauge('Bytes that wait to be sent to the others.', 'busBytes'),
  hubbub_bus_missed_total: counter(
    'Times that something of the others may have been missed, and was looked up.',
    { from: 'busMissed' },
  ),

  hubbub_ready: gauge('1 while /readyz says so.', 'isReady'),
  hubbub_up_seconds: gauge('Since the start.', 'upSeconds'),
  hubbub_info: {
    kind: 'gauge',
    help: 'Always 1; the labels say what runs.',
    labels: ['version', 'database', 'environment'],
  },
  hubbub_loop_lag_seconds: gauge(
    'Event loop delay, 99th percentile since the last reading.',
    'loopLagSeconds',
  ),
  hubbub_stalls_total: counter('Times that the server stood still for two seconds.', {
    from: 'stalls',
  }),
  hubbub_heap_bytes: gauge('Heap in use.', 'heapBytes'),
  hubbub_memory_bytes: gauge('Resident memory.', 'memoryBytes'),
  hubbub_cpu_seconds_total: counter('CPU time.', { from: 'cpuSeconds' }),
  hubbub_open_files: gauge('Open files and sockets of the process (Linux).', 'openFiles'),
  hubbub_open_files_limit: gauge('Files and sockets it may open (Linux).', 'mostOpenFiles'),
  hubbub_log_lost_total: counter('Lines of the log that could not be written.', {
    from: 'lostLines',
  }),
  hubbub_certificate_seconds: gauge(
    'Until the certificate of the server’s own TLS expires.',
    'certificateSeconds',
  ),
} as const satisfies Readonly<Record<string, MetricRow>>;

export type MetricName = keyof typeof metricTable;

export const metrics: readonly (MetricRow & { readonly name: MetricName })[] = (
  Object.entries(metricTable) as [MetricName, MetricRow][]
).map(([name, row]) => ({ ...row, name }));

function gauge<F extends keyof Readings>(help: string, from: F) {
  return { kind: 'gauge', help, from } as const;
}

function counter<M extends Omit<MetricRow, 'kind' | 'help'>>(help: string, more: M) {
  return { kind: 'counter', help, ...more } as const;
}
