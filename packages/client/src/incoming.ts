// What the server says: replies go to those who wait for them, events to whom they concern.
import type {
  Change,
  Event,
  FrameCodec,
  MomentHint,
  Row,
  ServerFrame,
  User,
} from '@hubbub/protocol';
import type { Contract } from './contract.ts';
import type { Handlers } from './events.ts';
import type { Games } from './games.ts';
import { Latest } from './latest.ts';
import type { Requests } from './requests.ts';
import type { Watching } from './watching.ts';

export interface IncomingParts {
  readonly contract: Contract;
  readonly codec: FrameCodec;
  readonly requests: Requests;
  readonly watching: Watching;
  readonly games: Games;
  readonly handlers: Handlers;
  readonly receive: (change: Change) => void;
  /** There is a new moment. */
  readonly hinted: (hint: MomentHint) => void;
  /** A profile was changed. @returns whether it is the user's own */
  readonly become: (user: User) => boolean;
  /** The server is about to close the socket: come back about this late. */
  readonly hint: (ms: number) => void;
}

const contactItem = 10;

export class Incoming {
  readonly #parts: IncomingParts;
  readonly #latest = new Latest();

  constructor(parts: IncomingParts) {
    this.#parts = parts;
  }

  /** A new connection counts anew. */
  clear(): void {
    this.#latest.clear();
  }

  take(frame: ServerFrame): void {
    const { requests, codec, contract } = this.#parts;
    if ('event' in frame) return this.#takeEvent(frame.event.event);
    if ('error' in frame) return requests.answer(frame.id, frame.error);
    const op = requests.operationOf(frame.id);
    if (op === undefined) return;
    const reply = codec.readBody(contract.operation(op).output, frame.ok);
    this.takeChange(reply);
    requests.answer(frame.id, reply);
  }

  takeChange(reply: Row): void {
    const change = reply['change'] as Change | undefined;
    if (change !== undefined) this.#receive(change);
  }

  #receive(change: Change): void {
    this.#parts.receive(change);
    // Who may be seen as present hangs on who is a friend, and who is in a conversation with whom (docs/sync.md 13).
    const { watching } = this.#parts;
    if (change.items.some(({ kind }) => kind === contactItem)) watching.refresh();
    else watching.met(change.members.map(({ user }) => user));
  }

  #takeEvent(event: Event['event']): void {
    const { watching, games, handlers, hint, hinted, become } = this.#parts;
    switch (event.case) {
      case undefined:
        return;
      case 'change':
        this.#receive(event.value);
        break;
      case 'closing':
        hint(event.value.retryAfterMs ?? 0);
        break;
      case 'game':
        games.take(event.value);
        break;
      case 'stale':
        watching.refresh();
        games.refresh();
        break;
      case 'moment':
        hinted(event.value);
        break;
      case 'profile':
        // Of others `users` tells.
        if (!become(event.value)) return;
        break;
      case 'typing':
        break;
      case 'mark':
      case 'presence':
      case 'count':
        if (!this.#latest.isNew(event)) return;
        if (event.case !== 'mark') watching.take(event);
    }
    handlers.tell(event.case, event.value as never);
  }
}
