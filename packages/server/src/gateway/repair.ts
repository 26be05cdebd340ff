// What makes up for a bus that loses, repeats and reorders (docs/sync.md 11): a gap in a stream is read from the database
// once for the node, and every ten seconds one query compares the heads of all streams heard here, so that a lost last
// change is found too. The functions that read are given by server.ts: the same that a pull uses.
import type { AppId, ConversationId } from '@hubbub/protocol';
import type { Clock } from '../ports/clock.ts';
import type { Hub } from './hub.ts';
import type { Stream } from './local.ts';
import type { Difference } from './routing.ts';

export interface StreamReads {
  /** The rows of (after, head] in one snapshot; undefined when there is no such conversation any more. */
  readDifference(
    app: AppId,
    conversation: ConversationId,
    after: number,
  ): Promise<Difference | undefined>;
  /** Heads of those that exist. */
  readHeads(
    app: AppId,
    conversations: readonly ConversationId[],
  ): Promise<ReadonlyMap<ConversationId, number>>;
}

interface RepairParts {
  readonly hub: () => Hub;
  readonly reads: StreamReads;
  readonly clock: Clock;
  /** Patience with emissions that are only late. */
  readonly patienceMs: number;
  readonly report: (problem: string, cause: unknown) => void;
}

const longestPauseMs = 2000;

export class Repair {
  readonly #parts: RepairParts;
  /** With a gap that is being repaired. One that nobody hears any more is forgotten here too. */
  readonly #repairing = new WeakSet<Stream>();

  constructor(parts: RepairParts) {
    this.#parts = parts;
  }

  /** The hub holds what came too early; what is missing may be on its way, so a moment is given to it first. */
  onGap(stream: Stream): void {
    if (this.#repairing.has(stream)) return;
    this.#repairing.add(stream);
    this.#later(stream, this.#parts.patienceMs);
  }

  /** One query per app over all streams of this node. */
  async compareHeads(): Promise<void> {
    const byApp = new Map<AppId, Stream[]>();
    for (const stream of this.#parts.hub().routes.streams) {
      const streams = byApp.get(stream.app);
      if (streams === undefined) byApp.set(stream.app, [stream]);
      else streams.push(stream);
    }
    for (const [app, streams] of byApp) {
      const heads = await this.#parts.reads.readHeads(
        app,
        streams.map((stream) => stream.conversation),
      );
      for (const stream of streams) this.#compare(stream, heads.get(stream.conversation));
    }
  }

  #compare(stream: Stream, head: number | undefined): void {
    const hub = this.#parts.hub();
    if (hub.routes.stream(stream.app, stream.conversation) !== stream) return;
    const { order } = stream;
    if (head === undefined) return hub.end(stream);
    if (order.version === undefined) return hub.announceBare(stream, head);
    order.announced = Math.max(order.announced, head);
    if (order.hasGap) this.onGap(stream);
  }

  #later(stream: Stream, pauseMs: number): void {
    this.#parts.clock.after(pauseMs, () => {
      this.#repair(stream, pauseMs).catch((cause: unknown) => {
        // The database is away: the gap stays, and the next emission or comparison of heads begins again.
        this.#repairing.delete(stream);
        this.#parts.report('a gap in a stream could not be repaired', cause);
      });
    });
  }

  async #repair(stream: Stream, pauseMs: number): Promise<void> {
    const { reads } = this.#parts;
    const hub = this.#parts.hub();
    const { app, conversation, order } = stream;
    const isHeard = () => hub.routes.stream(app, conversation) === stream;
    if (!order.hasGap || !isHeard()) {
      this.#repairing.delete(stream);
      return;
    }
    const difference = await reads.readDifference(app, conversation, order.version ?? 0);
    if (!isHeard()) return;
    if (difference === undefined) return hub.end(stream);
    if ((difference.change.version ?? 0) < order.announced)
      // The snapshot is older than what was announced (a replica, or a version nobody committed): read again, never publish.
      return this.#later(stream, Math.min(pauseMs * 2, longestPauseMs));
    this.#repairing.delete(stream);
    hub.receive(difference);
  }
}
