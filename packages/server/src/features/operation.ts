// The shape of an operation: what features/<noun>/<verb>.ts exports and features/index.ts lists. From the table come
// dispatch, docs/api.md, the authorization matrix and the metrics. An operation returns its result and the emissions; it
// never sends.
import type { DescMethodUnary, MessageInitShape, MessageShape } from '@bufbuild/protobuf';
import type {
  AppId,
  ConversationId,
  DeviceId,
  User,
  Device,
  UserId,
  Conversation_Kind,
} from '@hubbub/protocol';
import type { Emission } from '../ports/bus.ts';
import type { Read, Write } from '../store/statement.ts';

export type Door = 'socket' | 'http' | 'grpc';

/** Who makes a call, once logged in. */
export interface Caller {
  readonly user: UserId;
  readonly device: DeviceId;
  /** Nobody has signed it up: it may call what is declared for guests. */
  readonly guest?: true;
}

/**
 * What session.open, presence.* and friends may do with the socket they came over. Given by the gateway; undefined on
 * the other doors.
 */
export interface Socket {
  /** Binds the identity, and subscribes the user's own topic before it returns. Throws CAPACITY past the user's limit. */
  logIn(app: AppId, caller: Caller): void;
  /** Puts the socket on the conversations' topics; versions are the heads read after logIn. */
  subscribe(conversations: readonly Membership[]): void;
  watch(target: PresenceTarget): { readonly present: readonly UserId[]; readonly count: number };
  unwatch(target: PresenceTarget): void;
}

export interface Membership {
  readonly conversation: ConversationId;
  readonly kind: Conversation_Kind;
  readonly version: number;
}

export interface PresenceTarget {
  readonly conversation?: ConversationId;
  readonly users?: readonly UserId[];
}

export interface Call<I> {
  readonly app: AppId;
  readonly args: I;
  /** SHA-256 of the args in deterministic protobuf, clientMsgId or clientKey left out; only for idempotent operations. */
  readonly digest: Uint8Array;
  readonly door: Door;
  /** The client's address, proxies taken into account. */
  readonly address: string;
  readonly socket: Socket | undefined;
  /** What the door found out about the caller: by bearer token, by the cookie of the upgrade, or bound to the socket. */
  readonly login: Login | undefined;
  /** Aborted when the caller is gone or the time limit has ended. */
  readonly signal: AbortSignal;
  read<A, R>(read: Read<A, R>, args: A): Promise<R>;
  /** In the order in which requests arrived on this connection for this conversation (docs/sync.md 22). */
  write<A, R>(write: Write<A, R>, args: A): Promise<R>;
}

/** A call of an operation that needs a login. */
export interface UserCall<I> extends Call<I> {
  readonly caller: Caller;
}

/** What the doors add to a reply: a cookie to set, or to clear. */
export interface CookieChange {
  readonly token: string;
  readonly maxAgeSeconds: number;
}

export interface Outcome<O> {
  readonly result: O;
  /** In the order in which they were committed. */
  readonly emissions?: readonly Emission[];
  /** Effects were stored in the outbox: they begin when the reply and the emissions are on their way. */
  readonly owes?: boolean;
  /** HTTP only: '' and 0 clear it. */
  readonly cookie?: CookieChange;
}

interface Declaration<M extends DescMethodUnary> {
  /** The RPC it implements; its name and types come from there. */
  readonly method: M;
  /** Tokens it takes from the caller's rate bucket; 0 for none. */
  readonly cost: number;
  readonly idempotency: 'none' | 'natural' | 'clientKey' | 'clientMsgId';
  readonly doors?: readonly Door[];
  /** Wants no reply and is never repaired: may come without an id. */
  readonly volatile?: true;
}

/** Anyone may call it, logged in or not. */
export interface OpenOperation<M extends DescMethodUnary> extends Declaration<M> {
  readonly who: 'anyone';
  run(call: Call<MessageShape<M['input']>>): Promise<Outcome<MessageInitShape<M['output']>>>;
  repeated?: undefined;
}

/** A logged-in user may call it; what exactly they may is decided inside. */
export interface UserOperation<M extends DescMethodUnary> extends Declaration<M> {
  readonly who: 'user';
  /** Guests may too; without it they are refused. */
  readonly guests?: true;
  run(call: UserCall<MessageShape<M['input']>>): Promise<Outcome<MessageInitShape<M['output']>>>;
  /**
   * Answers a retry of what is stored already, or undefined when it is none. Asked before a call is refused for its rate
   * (docs/sync.md 21).
   */
  repeated?(
    call: UserCall<MessageShape<M['input']>>,
  ): Promise<Outcome<MessageInitShape<M['output']>> | undefined>;
}

export type Operation<M extends DescMethodUnary = DescMethodUnary> =
  OpenOperation<M> | UserOperation<M>;

/** A login that was found to be live: what a token, a ticket or a cookie stands for. */
export interface Login {
  readonly app: AppId;
  readonly caller: Caller;
  readonly user: User;
  readonly device: Device;
}
