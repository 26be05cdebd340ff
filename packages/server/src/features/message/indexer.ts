// Brings messages into the search index some moments after they were sent. Sending pays nothing for it: which conversations
// have something new is told by the changes that this node publishes or hears, and is only a hint. What no hint told of (a
// node that died, messages of before there was an index) a walk over all conversations finds, at the start and from time to
// time.
import type { AppId, ConversationId } from '@hubbub/protocol';
import type { StreamEmission } from '../../ports/bus.ts';
import type { Clock } from '../../ports/clock.ts';
import { conversationsBehind, indexSlice, type HeadsPage } from '../../store/search-index-store.ts';
import type { Store } from '../../store/store.ts';

interface IndexerParts {
  readonly store: Pick<Store, 'write' | 'systemRead'>;
  readonly clock: Clock;
  readonly report: (problem: string, cause: unknown) => void;
}

interface Behind {
  readonly app: AppId;
  readonly conversation: ConversationId;
}

/** What is said within this time of each other comes into the index together. */
const gatherMs = 500;
const walkMs = 600_000;
const messagesPerSlice = 50;
const conversationsPerStep = 500;
/** For one part of work so many parts of rest, so that the index never keeps those who write from writing. */
const restPerWork = 4;
/** Conversations that are remembered; the walk finds the others. */
const mostRemembered = 10_000;

export class Indexer {
  readonly #parts: IndexerParts;
  readonly #behind = new Map<string, Behind>();
  readonly #stops: (() => void)[] = [];
  #working: Promise<void> | undefined;
  #wake: () => void = () => undefined;
  #isClosed = false;

  constructor(parts: IndexerParts) {
    this.#parts = parts;
  }

  start(): void {
    const { clock } = this.#parts;
    this.#stops.push(
      clock.every(gatherMs, () => this.#watched(() => this.work())),
      clock.every(walkMs, () => this.#watched(() => this.walk())),
    );
    this.#watched(() => this.walk());
  }

  /** From any node, this one included. */
  receive({ app, conversation, change }: StreamEmission): void {
    // Of those that changed the index knows already; that costs one look.
    if (change.messages.length > 0) this.#note({ app, conversation });
  }

  /** Brings in what it was told of. */
  work(): Promise<void> {
    this.#working ??= this.#workAll().finally(() => (this.#working = undefined));
    return this.#working;
  }

  /** Looks through all conversations for what nobody told it of, and brings that in. */
  async walk(): Promise<void> {
    let place: HeadsPage['next'] = { app: 0, id: -1 };
    while (place !== undefined && !this.#isClosed) {
      const query = { ...place, limit: conversationsPerStep };
      const page: HeadsPage = await this.#parts.store.systemRead(conversationsBehind, query);
      for (const { app, conversation } of page.behind)
        this.#note({ app: app as AppId, conversation });
      await this.work();
      place = page.next;
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const stop of this.#stops.splice(0)) stop();
    this.#wake();
    await this.#working?.catch(() => undefined);
  }

  #note(one: Behind): void {
    if (this.#behind.size < mostRemembered) this.#behind.set(`${one.app}/${one.conversation}`, one);
  }

  async #workAll(): Promise<void> {
    for (const [key, { app, conversation }] of this.#behind) {
      this.#behind.delete(key);
      for (let isDone = false; !isDone && !this.#isClosed;) {
        const from = this.#parts.clock.elapsed();
        const slice = { conversation, limit: messagesPerSlice };
        ({ isDone } = await this.#parts.store.write(app, indexSlice, slice));
        await this.#rest((this.#parts.clock.elapsed() - from) * restPerWork);
      }
    }
  }

  #rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const callOff = this.#parts.clock.after(ms, resolve);
      this.#wake = () => {
        callOff();
        resolve();
      };
    });
  }

  #watched(task: () => Promise<void>): void {
    task().catch((cause: unknown) => {
      if (!this.#isClosed) this.#parts.report('search index', cause);
    });
  }
}
