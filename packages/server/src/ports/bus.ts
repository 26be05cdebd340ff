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
  /** Whoever watches this conversation (presence.subscribe), all members' sockets, one user's sockets, or who subscribed to it. */
  readonly to:
    | { readonly watchers: ConversationId }
    | { readonly members: ConversationId; readonly except?: readonly UserId[] }
    | { readonly user: UserId }
    | { readonly askers: UserId };
  readonly event: Event;
}

/** A user is writing. Of `to`, those hear it who watch the conversation, or the user in a direct one. */
export interface TypingEmission {
  readonly type: 'typing';
  readonly app: AppId;
  readonly conversation: ConversationId;
  readonly user: UserId;
  readonly stopped: boolean;
  readonly to: readonly UserId[];
}

/** What a game tells its players, of the volatile class; as the frame of an Event in the binary codec. */
export interface GameEmission {
  readonly type: 'game';
  readonly app: AppId;
  /** The sockets of these devices; without one, all of the user's. */
  readonly to: readonly { readonly user: UserId; readonly device?: DeviceId | undefined }[];
  readonly game: string;
  readonly frame: Uint8Array<ArrayBuffer>;
  /** It is for all who sit at this node. */
  readonly isToAll: boolean;
  /** Nobody whom it is for is on another node. */
  readonly isLocal: boolean;
}

/** Who sits in a game, with which device, at this node; of no use to others. */
export interface GameAudienceEmission {
  readonly type: 'gameAudience';
  readonly app: AppId;
  readonly game: string;
  readonly to: readonly { readonly user: UserId; readonly device: DeviceId }[];
}

/** What one node says to another, or to all, of games (games/cluster-placement.ts). */
export interface GameCallEmission {
  readonly type: 'gameCall';
  readonly from: string;
  /** '' for all. */
  readonly to: string;
  readonly body: string;
}

/** A login that ended: its sockets are closed. */
export interface RevokeEmission {
  readonly type: 'revoke';
  readonly app: AppId;
  readonly device: DeviceId;
  /** Whose it was, where that is known: it spares a search. */
  readonly user?: UserId | undefined;
  /** Undefined: the user or who runs the app logged it out. */
  readonly why?: 'REPLACED' | 'PASSWORD_CHANGED' | undefined;
}

/** A user who may not be here any more: all its sockets are closed. */
export interface DisabledEmission {
  readonly type: 'disabled';
  readonly app: AppId;
  readonly user: UserId;
}

/** A user has chosen anew who sees whether it is here: whoever looks at it asks again, and it asks again itself. */
export interface ShowingEmission {
  readonly type: 'showing';
  readonly app: AppId;
  readonly user: UserId;
  readonly showsAll: boolean;
}

/**
 * What the watcher may see of the user has changed, by a block or a friendship: it sees nothing, until it has asked again.
 */
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

/** Do these look at the app (to all), or: these do (to who asked); subjects as with presence (gateway/attention.ts). */
export interface AttentionEmission {
  readonly type: 'attention';
  readonly from: string;
  /** '' for all. */
  readonly to: string;
  readonly question: number;
  readonly subjects: readonly string[];
}

/** The event log of the app has grown up to this position; 0: there are events that wait for one. */
export interface LogEmission {
  readonly type: 'log';
  readonly app: AppId;
  readonly position: number;
}

/** Settings or keys of the app have changed. */
export interface AppsEmission {
  readonly type: 'apps';
  readonly app: AppId;
}

export type Emission =
  | StreamEmission
  | LiveEmission
  | TypingEmission
  | RevokeEmission
  | DisabledEmission
  | PartedEmission
  | ShowingEmission
  | PresenceEmission
  | AttentionEmission
  | GameEmission
  | GameAudienceEmission
  | GameCallEmission
  | LogEmission
  | AppsEmission;

export interface Bus {
  publish(emission: Emission): void;
  /**
   * The node's hub listens; called once, before the first publish. `onMissed` is called when something that other nodes
   * published may not have arrived: the hub then compares with the database at once.
   */
  listen(handler: (emission: Emission) => void, onMissed?: () => void): void;
  /** Of a bus that reaches other nodes, for the metrics. */
  state?(): BusState;
  close(): Promise<void>;
}

export interface BusState {
  /** This node hears the others. */
  readonly isUp: boolean;
  /** Bytes that wait to be sent. */
  readonly bytes: number;
  /** Calls of `onMissed`. */
  readonly missed: number;
}
