// Whom the replies of this turn have told what already: the Change in a reply is the very one that is published afterwards,
// so a socket that got it that way need not hear it again.
import type { Change } from '@hubbub/protocol';
import type { StreamEmission } from '../ports/bus.ts';
import type { Recipient } from './local.ts';

export class Told {
  readonly #sockets = new Map<Change, Recipient>();

  note(change: Change, socket: Recipient): void {
    this.#sockets.set(change, socket);
  }

  /** The socket whose replies carried all of these changes, if there is one. */
  knowerOf(run: readonly StreamEmission[]): Recipient | undefined {
    const [first] = run;
    const socket = first && this.#sockets.get(first.change);
    return run.every(({ change }) => this.#sockets.get(change) === socket) ? socket : undefined;
  }

  clear(): void {
    this.#sockets.clear();
  }
}
