// The slow-reader ladder (design promise 5). Nothing announces a backlog, so every socket's is read a few times a second.
// First step: a socket behind leaves the topics of the latest and volatile classes, and is told `stale` when it has drained.
// Second: a backlog past the bound, or one that did not move for too long, ends the socket; pull repairs it.
import type { Connection } from './connection.ts';
import type { Hub } from './hub.ts';

export interface SweepLimits {
  /** From here on a socket is behind. */
  readonly slowBytes: number;
  readonly mostBytes: number;
  readonly oldestMs: number;
}

export interface SweepResult {
  readonly queuedBytes: number;
  readonly slowSockets: number;
}

export function sweep(
  connections: Iterable<Connection>,
  now: number,
  { hub, limits }: { hub: Hub; limits: SweepLimits },
): SweepResult {
  let queuedBytes = 0;
  let slowSockets = 0;
  for (const connection of connections) {
    const backlog = connection.backlog();
    queuedBytes += backlog;
    note(connection, backlog, now);
    const waited = connection.backlogSince > 0 ? now - connection.backlogSince : 0;
    if (backlog > limits.mostBytes || waited > limits.oldestMs) {
      connection.close('SLOW');
      continue;
    }
    if (connection.slow) {
      if (backlog === 0) hub.setSlow(connection, false);
    } else if (backlog > limits.slowBytes) hub.setSlow(connection, true);
    if (connection.slow) slowSockets += 1;
  }
  return { queuedBytes, slowSockets };
}

/** When its oldest unsent byte began to wait: a backlog that shrank has moved on by what it shrank. */
function note(connection: Connection, backlog: number, now: number): void {
  if (backlog === 0) connection.backlogSince = 0;
  else if (connection.backlogSince === 0 || backlog < connection.backlogBytes)
    connection.backlogSince = now;
  connection.backlogBytes = backlog;
}
