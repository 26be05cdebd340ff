// Brings messages into the search index some moments after they were sent. What the follower was not told of (messages of
// before there was an index, too) a walk over all conversations finds, at the start and from time to time.
import type { StreamEmission } from '../../ports/bus.ts';
import type { Clock } from '../../ports/clock.ts';
import { conversationsBehind, indexSlice } from '../../store/search-index-store.ts';
import type { Store } from '../../store/store.ts';
import { Follower, nameOf, type Stirred } from '../follower.ts';
import { HeldKeys } from './held-keys.ts';

interface IndexerParts {
  readonly store: Pick<Store, 'write' | 'systemRead'>;
  readonly clock: Clock;
  readonly report: (problem: string, cause: unknown) => void;
}

// Searching brings in what it lacks, so nobody waits for this: a conversation's pages are read and written once for all that was
// said in twenty seconds. A message in slices of 300 costs two thirds of one in slices of 80 (docs/adr/0057).
const gatherMs = 20_000;
const restPerWork = 4;
const walkMs = 600_000;
const messagesPerSlice = 500;
/** Of conversations that share a commit. With 200 of 20 conversations those who write at 1,000/s waited up to 82 ms, not 24 (99 of 100). */
const messagesAtOnce = 30;
/** Long messages have hundreds each; so many are written in some 5 ms (docs/adr/0063). */
const keysPerSlice = 5_000;
const conversationsPerStep = 500;
/** From half of the bytes on nothing more is waited for. */
const mostHeld = { messages: messagesPerSlice, keys: keysPerSlice, bytes: 32 * 1024 * 1024 };

export class Indexer {
  readonly #parts: IndexerParts;
  readonly #follower: Follower;
  readonly #held = new HeldKeys(mostHeld);
  #isHurrying = false;

  constructor(parts: IndexerParts) {
    const { clock, report } = parts;
    this.#parts = parts;
    this.#follower = new Follower({
      clock,
      gatherMs,
      missedMs: gatherMs,
      restPerWork,
      mostAtOnce: messagesAtOnce,
      step: (behind) => this.#slice(behind),
      find: (place) =>
        parts.store.systemRead(conversationsBehind, { ...place, limit: conversationsPerStep }),
      report: (cause) => report('search index', cause),
    });
  }

  start(): void {
    this.#follower.start();
    this.#follower.every(walkMs, () => this.walk());
  }

  /** From any node, this one included. */
  receive(emission: StreamEmission): void {
    // Of those that changed the index knows already; that costs one look.
    const { messages } = emission.change;
    if (messages.length === 0) return;
    if (!this.#follower.note(emission, messages.length)) return;
    this.#held.hold(nameOf(emission), messages);
    if (this.#held.size > mostHeld.bytes / 2) this.#hurry();
  }

  /** The database was put back to another state. */
  forget(): void {
    this.#held.clear();
  }

  /** Brings in what it was told of. */
  work(): Promise<void> {
    return this.#follower.work();
  }

  /** Looks through all conversations for what nobody told it of, and brings that in. */
  walk(): Promise<void> {
    return this.#follower.walk();
  }

  close(): Promise<void> {
    return this.#follower.close();
  }

  #hurry(): void {
    if (this.#isHurrying) return;
    this.#isHurrying = true;
    this.#follower.watch(() => this.work().finally(() => (this.#isHurrying = false)));
  }

  async #slice({ app, conversation }: Stirred): Promise<boolean> {
    const stream = nameOf({ app, conversation });
    const held = this.#held.stretches(stream);
    const slice = { conversation, limit: messagesPerSlice, mostKeys: keysPerSlice, held };
    let indexed = Infinity;
    try {
      const { isDone, seq } = await this.#parts.store.write(app, indexSlice, slice);
      indexed = seq;
      return isDone;
    } finally {
      this.#held.drop(stream, indexed);
    }
  }
}
