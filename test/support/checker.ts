// Judges what a crowd of devices saw of a server that was killed again and again, against what its database holds
// afterwards. Pure, and it shares no code with server or SDK.
export interface Attempt {
  readonly device: string;
  readonly sender: string;
  readonly conversation: string;
  readonly clientMsgId: string;
  readonly text: string;
  /** On one clock for all devices. */
  readonly invokedAt: number;
  /** Not answered (killed, timed out) is unknown, never refused. */
  readonly outcome: 'ok' | 'unknown' | 'refused';
  readonly answeredAt?: number;
  readonly seq?: number;
}

export interface Line {
  readonly seq: number;
  readonly sender: string;
  readonly clientMsgId: string;
  readonly text: string;
}

export interface Stored extends Line {
  readonly conversation: string;
}

/** What a device showed of one conversation, in the order in which it showed it, and what it holds in the end. */
export interface Replica {
  readonly device: string;
  readonly conversation: string;
  /** The member sees messages from here on. */
  readonly joinSeq: number;
  readonly shown: readonly number[];
  readonly held: readonly Line[];
}

export interface History {
  readonly attempts: readonly Attempt[];
  readonly stored: readonly Stored[];
  readonly heads: readonly { readonly conversation: string; readonly seq: number }[];
  readonly replicas: readonly Replica[];
}

export type Invariant =
  | 'acknowledged is stored'
  | 'stored was attempted'
  | 'one row per key'
  | 'dense seqs'
  | 'sender order'
  | 'real time order'
  | 'replica equals log'
  | 'shown without holes';

export interface Fault {
  readonly invariant: Invariant;
  readonly what: string;
}

export function check(history: History): readonly Fault[] {
  const faults: Fault[] = [];
  const report = (invariant: Invariant, what: string): void =>
    void faults.push({ invariant, what });
  const byKey = groupBy(history.stored, keyOf);
  const logs = groupBy(history.stored, ({ conversation }) => conversation);
  for (const log of logs.values()) log.sort((a, b) => a.seq - b.seq);
  checkAcknowledged(history.attempts, byKey, report);
  checkStored(history, byKey, report);
  checkDense(history.heads, logs, report);
  checkOrder(history.attempts, logs, report);
  for (const replica of history.replicas)
    checkReplica(replica, logs.get(replica.conversation) ?? [], report);
  return faults;
}

type Report = (invariant: Invariant, what: string) => void;
type Logs = ReadonlyMap<string, readonly Stored[]>;

function checkAcknowledged(attempts: readonly Attempt[], byKey: Logs, report: Report): void {
  for (const attempt of attempts) {
    if (attempt.outcome !== 'ok') continue;
    const [row] = byKey.get(keyOf(attempt)) ?? [];
    const name = `${keyOf(attempt)} at ${attempt.seq}`;
    if (!row) report('acknowledged is stored', `${name} is not in the database`);
    else if (row.seq !== attempt.seq) report('one row per key', `${name} is stored at ${row.seq}`);
  }
}

function checkStored({ attempts, stored }: History, byKey: Logs, report: Report): void {
  const attempted = new Map(attempts.map((attempt) => [keyOf(attempt), attempt.text]));
  for (const row of stored) {
    const text = attempted.get(keyOf(row));
    if (text === undefined) report('stored was attempted', `nobody sent ${keyOf(row)}`);
    else if (text !== row.text) report('stored was attempted', `${keyOf(row)} has another text`);
  }
  for (const [key, rows] of byKey)
    if (rows.length > 1)
      report('one row per key', `${key} is stored at ${rows.map(({ seq }) => seq).join()}`);
}

function checkDense(heads: History['heads'], logs: Logs, report: Report): void {
  for (const { conversation, seq } of heads) {
    const log = logs.get(conversation) ?? [];
    const wrong = log.findIndex((row, i) => row.seq !== i + 1);
    if (wrong >= 0)
      report('dense seqs', `${conversation}: ${log[wrong]?.seq} where ${wrong + 1} belongs`);
    else if (log.length !== seq)
      report('dense seqs', `${conversation}: the head says ${seq}, ${log.length} are stored`);
  }
}

/**
 * A device writes its messages of one conversation in the order in which it first sent them; and a message that was
 * acknowledged before another was first sent, by whomever, comes before it.
 */
function checkOrder(attempts: readonly Attempt[], logs: Logs, report: Report): void {
  const invoked = new Map<string, Attempt>();
  const answered = new Map<string, number>();
  for (const attempt of attempts) {
    const key = keyOf(attempt);
    if ((invoked.get(key)?.invokedAt ?? Infinity) > attempt.invokedAt) invoked.set(key, attempt);
    if (attempt.outcome === 'ok' && attempt.answeredAt !== undefined)
      answered.set(key, Math.min(answered.get(key) ?? Infinity, attempt.answeredAt));
  }
  for (const [conversation, log] of logs) {
    const nextOfDevice = new Map<string, number>();
    let earliestAnswer = Infinity;
    for (const row of log.toReversed()) {
      const first = invoked.get(keyOf(row));
      if (!first) continue;
      if ((nextOfDevice.get(first.device) ?? Infinity) < first.invokedAt)
        report(
          'sender order',
          `${conversation}: ${first.device} sent a later message before ${row.seq}`,
        );
      nextOfDevice.set(first.device, first.invokedAt);
      if (earliestAnswer < first.invokedAt)
        report(
          'real time order',
          `${conversation}: one acknowledged before ${row.seq} was sent comes after it`,
        );
      earliestAnswer = Math.min(earliestAnswer, answered.get(keyOf(row)) ?? Infinity);
    }
  }
}

function checkReplica(replica: Replica, log: readonly Stored[], report: Report): void {
  const name = `${replica.device} in ${replica.conversation}`;
  const hole = replica.shown.findIndex(
    (seq, i) => seq !== (i === 0 ? replica.joinSeq : (replica.shown[i - 1] ?? 0) + 1),
  );
  if (hole >= 0)
    report(
      'shown without holes',
      `${name}: ${replica.shown[hole]} after ${replica.shown[hole - 1] ?? 'nothing'}`,
    );
  const expected = log.filter(({ seq }) => seq >= replica.joinSeq);
  const held = replica.held.toSorted((a, b) => a.seq - b.seq);
  const wrong = expected.findIndex((row, i) => !isSame(row, held[i]));
  if (wrong >= 0 || held.length !== expected.length)
    report(
      'replica equals log',
      `${name}: ${held.length} of ${expected.length}, first difference at ${expected[wrong]?.seq ?? 'the end'}`,
    );
}

function isSame(row: Line, other: Line | undefined): boolean {
  return (
    other !== undefined &&
    row.seq === other.seq &&
    row.sender === other.sender &&
    row.clientMsgId === other.clientMsgId &&
    row.text === other.text
  );
}

function keyOf(one: { conversation: string; sender: string; clientMsgId: string }): string {
  return `${one.conversation}/${one.sender}/${one.clientMsgId}`;
}

function groupBy<T>(all: readonly T[], key: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(key(one));
    if (group) group.push(one);
    else groups.set(key(one), [one]);
  }
  return groups;
}
