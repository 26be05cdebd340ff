// What this node holds in memory of those who are connected to it: sockets, their users, and the streams that they hear.
import {
  Conversation_Kind as Kind,
  type AppId,
  type CloseReason,
  type Codec,
  type ConversationId,
  type DeviceId,
  type FrameData,
  type UserId,
} from '@hubbub/protocol';
import { DenseOrder } from './dense-order.ts';
import { Few } from './few.ts';

/** A socket as the hub sees it (gateway/connection.ts). */
export interface Recipient {
  readonly codec: Codec;
  readonly user: LocalUser | undefined;
  readonly device: DeviceId | undefined;
  /** Its backlog is long: nothing of the latest and volatile classes goes to it. */
  slow: boolean;
  /** Streams it watches, and whether it sees who is there; users it asked for (presence.ts). */
  readonly watching: Map<Stream, boolean>;
  readonly asking: Set<string>;
  /** It ever watched or asked. */
  readonly hasAsked: boolean;
  bind(user: LocalUser, device: DeviceId): void;
  /** Queues a frame; everything of a turn leaves in one write. */
  send(frame: FrameData): void;
  /** Writes what is queued. */
  flush(): void;
  subscribe(topic: string): void;
  unsubscribe(topic: string): void;
  close(reason: CloseReason): void;
}

/** A user with at least one socket here. */
export interface LocalUser {
  /** Among those of this process, from 1; for the sets that it is in. */
  readonly number: number;
  readonly app: AppId;
  readonly id: UserId;
  readonly connections: Recipient[];
  /** That it hears, each once. */
  readonly streams: Stream[];
  /** Sockets between their login and their subscriptions; undefined while there are none. */
  opening: Set<Recipient> | undefined;
  /** While there are some: what the user was removed from, and at which version. */
  left: Map<ConversationId, number> | undefined;
  /** All may see that it is here, in conversations of many too; not before it is known. */
  showsAll: boolean;
  /** It was told so while sockets were opening: what they have read of it may be older. */
  isShowingTold: boolean;
  /** Who blocks it or is blocked, as of the last conversation it asked for: neither sees the other one. */
  apart: ReadonlySet<UserId>;
}

/** What is known of a stream while somebody has it open (presence.ts). */
export interface Watched {
  /** Sockets that asked who is here. */
  readonly watchers: Set<Recipient>;
  /** DIRECT: the two in it. */
  parties: readonly UserId[];
  /** When it was last told who is here. */
  toldAt: number;
  /** So many are here that only their number is told. */
  isCounted: boolean;
}

/** A stream that somebody here hears. */
export class Stream {
  readonly order = new DenseOrder();
  readonly users = new Few<LocalUser>();
  /** Its sockets are on a native topic: not before there are two. */
  hasTopic = false;
  /** Undefined while nobody has it open, which is so of nearly all streams at any moment. */
  watched: Watched | undefined;
  /** How many of its users here do not show it to all. */
  hiding = 0;

  /** Users here whose membership begins at a version that was not delivered yet; undefined while there are none. */
  #entering: Map<LocalUser, number> | undefined;

  constructor(
    readonly app: AppId,
    readonly conversation: ConversationId,
    readonly kind: Kind,
  ) {}

  /** Nobody hears it, and nobody is about to. */
  get isUnheard(): boolean {
    return this.users.size === 0 && this.#entering === undefined;
  }

  enterAt(version: number, user: LocalUser): void {
    (this.#entering ??= new Map()).set(user, version);
  }

  /** Those whose membership has begun by this version and who are still here. */
  takeEntering(version: number): LocalUser[] {
    if (this.#entering === undefined) return [];
    const due = [...this.#entering].filter(([, since]) => since <= version).map(([user]) => user);
    for (const user of due) this.#entering.delete(user);
    if (this.#entering.size === 0) this.#entering = undefined;
    return due.filter((user) => user.connections.length > 0);
  }

  /**
   * GROUP and ROOM: everything goes to all who hear it, through a native topic where two sockets do (`hasTopic`). The other kinds
   * are delivered to their few users' sockets.
   */
  get isForAll(): boolean {
    return this.kind === Kind.GROUP || this.kind === Kind.ROOM;
  }
}
