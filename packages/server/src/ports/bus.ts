// What joins the hubs of all nodes. Adapters: bus/memory.ts (one process); bus/redis.ts; in tests one that loses, repeats
// and reorders.
//
// Promises: `publish` hands the emission to this node's own hub before it returns, so that live order within a node is
// commit order. To other nodes it is only a hint: it may arrive late, twice, out of order or never; versions and the hub's
// repair make up for it (docs/sync.md 11). It never throws and never waits.
import type {
  AppId,
  Change,
  Conversation_Kind,
  ConversationId,
  DeviceId,
  Event,
  UserId,
} from '@hubbub/protocol';

/** One committed change of one stream, to be delivered in dense version order. */
export interface StreamEmission {
  readonly type: 'stream';
  readonly app: AppId;
  readonly conversation: ConversationId;
  readonly kind: Conversation_Kind;
  /** Rows that are the same for every member; `base` and `version` are set. */
  readonly change: Change;
  /** DIRECT, WHISPER, SELF: the users it goes to. Empty for GROUP and ROOM, which have a topic. */
  readonly audience: readonly UserId[];
  /**
   * SELF only: conversations the user became a member of, and the version that did it. What is delivered here of that
   * version and later goes to the user, nothing of before.
   */
  readonly joined: readonly {
    readonly conversation: ConversationId;
    readonly kind: Conversation_Kind;
    readonly version: number;
  }[];
  /** Users whose membership this change ends: taken off the topic after it and before the next. */
  readonly left: readonly UserId[];
}

/** An event of the latest or volatile class. */
export interface LiveEmission {
  readonly type: 'live';
  readonly app: AppId;
  /** Whoever watches this conversation (presence.subscribe), all members' sockets, or one user's sockets. */
  readonly to:
    | { readonly watchers: ConversationId }
    | { readonly members: ConversationId }
    | { readonly user: UserId };
  readonly event: Event;
}

/** A login that ended: its sockets are closed. */
export interface RevokeEmission {
  readonly type: 'revoke';
  readonly app: AppId;
  readonly device: DeviceId;
}

/** A user blocked another: the one who is blocked must not see any more whether the user is here. */
export interface PartedEmission {
  readonly type: 'parted';
  readonly app: AppId;
  readonly watcher: UserId;
  readonly user: UserId;
}

/**
 * What a node says of who is on it (gateway/elsewhere.ts). A subject is "app/conversation" or "app/user", so it carries the
 * app itself.
 */
export interface PresenceEmission {
  readonly type: 'presence';
  readonly node: string;
  /** Subjects of which it wants to be told everything, now and from now on. */
  readonly asks: readonly string[];
  readonly told: readonly PresenceTold[];
  /** From time to time: all that it is interested in, and what the others should know of it by now. */
  readonly beat?:
    | { readonly interests: readonly string[]; readonly digests: readonly PresenceDigest[] }
    | undefined;
  /** It stops; nobody is on it any more. */
  readonly leaving: boolean;
}

export interface PresenceTold {
  readonly subject: string;
  /** `here` is everybody, not only who came. */
  readonly whole: boolean;
  readonly here: readonly UserId[];
  readonly gone: readonly UserId[];
}

export interface PresenceDigest {
  readonly subject: string;
  readonly count: number;
  readonly sum: number;
}

export type Emission =
  StreamEmission | LiveEmission | RevokeEmission | PartedEmission | PresenceEmission;

export interface Bus {
  publish(emission: Emission): void;
  /**
   * The node's hub listens; called once, before the first publish. `onMissed` is called when something that other nodes
   * published may not have arrived: the hub then compares with the database at once.
   */
  listen(handler: (emission: Emission) => void, onMissed?: () => void): void;
  close(): Promise<void>;
}
