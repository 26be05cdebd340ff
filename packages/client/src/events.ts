// What a client tells by `on`, and who listens.
import type {
  Change,
  Closing,
  Count,
  GameEvent,
  Mark,
  MomentHint,
  Presence,
  Stale,
  Typing,
  User,
} from '@hubbub/protocol';
import type { Status } from './link.ts';

export interface ClientEvents {
  status: Status;
  /** Something durable happened in a conversation; `state` has it already. */
  change: Change;
  /** Somebody else has read up to here: sequence numbers, never less than before. */
  mark: Mark;
  /** As it comes; `Live` (live.ts) puts these and marks together. */
  typing: Typing;
  /** As it comes; `watch` puts these together. */
  presence: Presence;
  count: Count;
  /** There is a new moment on the timeline; `state.unread()` has it already. */
  moment: MomentHint;
  /** Events of the latest class were left out while this socket was slow. What `watch` shows is read again by itself. */
  stale: Stale;
  /** Of the games one sits in, as it comes; a `GameSeat` puts these together. */
  game: GameEvent;
  /** The user's own profile was changed, here or on another device; `user` and `state` have it already. */
  profile: User;
  /** The server is about to close the socket; the client comes back by itself. */
  closing: Closing;
}

type Handler<E extends keyof ClientEvents> = (event: ClientEvents[E]) => void;

export class Handlers {
  readonly #handlers = new Map<keyof ClientEvents, Set<(event: never) => void>>();

  add<E extends keyof ClientEvents>(event: E, handler: Handler<E>): () => void {
    const handlers = this.#handlers.get(event) ?? new Set();
    this.#handlers.set(event, handlers.add(handler));
    return () => {
      handlers.delete(handler);
    };
  }

  tell<E extends keyof ClientEvents>(event: E, value: ClientEvents[E]): void {
    this.#handlers.get(event)?.forEach((handler) => handler(value as never));
  }
}
