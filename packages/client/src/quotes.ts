// Single messages that something shown speaks of (an answer, a pin) and that are not held: asked for together, once per
// state of their conversation.
import type { Library, OperationOutput } from '@hubbub/protocol';

interface QuotesParts {
  readonly holdings: Library;
  get(conversation: string, seqs: number[]): Promise<OperationOutput<'message.get'>>;
  readonly waitMs: number;
}

interface Asked {
  /** The replica's `since`: after a reset it is asked anew. */
  readonly since: number;
  readonly seqs: Set<number>;
}

const mostSeqs = 100;

export class Quotes {
  readonly #parts: QuotesParts;
  readonly #asked = new Map<string, Asked>();
  readonly #waiting = new Map<string, Set<number>>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: QuotesParts) {
    this.#parts = parts;
  }

  ask(conversation: string, seq: number): void {
    const since = this.#parts.holdings.replicas.get(conversation)?.since ?? 0;
    const before = this.#asked.get(conversation);
    const asked = before?.since === since ? before : { since, seqs: new Set<number>() };
    if (asked.seqs.has(seq)) return;
    asked.seqs.add(seq);
    this.#asked.set(conversation, asked);
    const waiting = this.#waiting.get(conversation) ?? new Set();
    this.#waiting.set(conversation, waiting.add(seq));
    this.#timer ??= setTimeout(() => this.#askAll(), this.#parts.waitMs);
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #askAll(): void {
    this.#timer = undefined;
    for (const [conversation, seqs] of this.#waiting) {
      const all = [...seqs];
      for (let from = 0; from < all.length; from += mostSeqs)
        void this.#askSome(conversation, all.slice(from, from + mostSeqs));
    }
    this.#waiting.clear();
  }

  async #askSome(conversation: string, seqs: number[]): Promise<void> {
    const { holdings } = this.#parts;
    const since = holdings.replicas.get(conversation)?.since ?? 0;
    try {
      const { messages, users } = await this.#parts.get(conversation, seqs);
      holdings.learnUsers(users);
      holdings.addMessages(conversation, messages, since);
    } catch {
      // No member any more, or out of reach: whoever shows it again asks again.
      for (const seq of seqs) this.#asked.get(conversation)?.seqs.delete(seq);
    }
  }
}
