// The line to one thread: numbers commands, sends those of one turn together, and settles each when the thread has done it.
// What a thread that is gone had not answered is refused.
import { OperationError } from '@hubbub/protocol';
import type { Reserved } from '../ports/placement.ts';
import { errorOf, type Command, type Order, type Report } from './orders.ts';
import type { Thread } from './thread.ts';

interface Waiting {
  resolve(answer: Reserved | undefined): void;
  reject(error: unknown): void;
}

export class Line {
  #commands: Command[] = [];
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  #done = 0;
  #thread: Thread | undefined;

  attach(thread: Thread): void {
    this.#thread = thread;
  }

  get thread(): Thread | undefined {
    return this.#thread;
  }

  ask(game: number, order: Order): Promise<Reserved | undefined> {
    if (this.#thread === undefined)
      return Promise.reject(new OperationError('BUSY', undefined, { retryAfterMs: 500 }));
    return new Promise((resolve, reject) => {
      this.#waiting.set(this.#post(game, order), { resolve, reject });
    });
  }

  tell(game: number, order: Order): void {
    if (this.#thread !== undefined) this.#post(game, order);
  }

  settle({ done, answers }: Report): void {
    for (const [number, answer] of answers) {
      const waiting = this.#waiting.get(number);
      this.#waiting.delete(number);
      if ('reason' in answer) waiting?.reject(errorOf(answer));
      else waiting?.resolve(answer);
    }
    for (let number = this.#done + 1; number <= done; number += 1) {
      this.#waiting.get(number)?.resolve(undefined);
      this.#waiting.delete(number);
    }
    this.#done = done;
  }

  /** The thread is gone. */
  cut(): void {
    this.#thread = undefined;
    this.#commands = [];
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#done = this.#last;
    for (const one of waiting) one.reject(new OperationError('ENDED'));
  }

  #post(game: number, order: Order): number {
    this.#last += 1;
    this.#commands.push({ number: this.#last, game, order });
    if (this.#commands.length === 1) queueMicrotask(() => this.#flush());
    return this.#last;
  }

  #flush(): void {
    const commands = this.#commands;
    if (commands.length === 0) return;
    this.#commands = [];
    this.#thread?.post(commands);
  }
}
