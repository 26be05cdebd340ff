// The shape of an operation: what features/<noun>/<verb>.ts exports and features/index.ts lists. From the table come
// dispatch, docs/api.md, the authorization matrix and the metrics. An operation returns its result and the emissions; it
// never sends.
import type {
  DescMethodServerStreaming,
  DescMethodUnary,
  MessageInitShape,
  MessageShape,
} from '@bufbuild/protobuf';
import type {
  AppId,
  AppKey_Scope,
  ConversationId,
  DescOperation,
  DeviceId,
  KeyId,
  User,
  Device,
  UserId,
  Conversation_Kind,
} from '@hubbub/protocol';
import type { Emission } from '../ports/bus.ts';
import type { Read, Write } from '../store/statement.ts';

export type Door = 'socket' | 'http' | 'grpc';

/** Who makes a call, once logged in on a device. */
export interface Caller {
  readonly user: UserId;
  readonly device: DeviceId;
  /** Nobody has signed it up: it may call what is declared for guests. */
  readonly guest?: true;
}

/** In whose name a call is made: by a device of the user, or by an app key or a token of the business, which are none. */
export interface Actor {
  readonly user: UserId;
  readonly device: DeviceId | undefined;
}

/** Whom a credential stands for (session/authenticate.ts makes them). */
export type Principal =
  | { readonly kind: 'device'; readonly login: Login }
  | { readonly kind: 'token'; readonly app: AppId; readonly user: UserId }
  | {
      readonly kind: 'key';
      readonly app: AppId;
      readonly key: KeyId;
      readonly scopes: readonly AppKey_Scope[];
      /** It acts for this user. */
      readonly user: UserId | undefined;
    }
  /** `name` is what the operator's tool says of who calls, for the audit. */
  | { readonly kind: 'operator'; readonly name?: string | undefined };

/**
 * What session.open, presence.* and friends may do with the socket they came over. Given by the gateway; undefined on
 * the other doors.
 */
export interface Socket {
  /** Binds the identity, and subscribes the user's own topic before it returns. Throws CAPACITY past the user's limit. */
  logIn(app: AppId, caller: Caller): void;
  /** Puts the socket on the conversations' topics; versions are the heads read after logIn, and so is whom it shows. */
  subscribe(conversations: readonly Membership[], showsAll?: boolean): void;
  watch(target: PresenceTarget): { readonly present: readonly UserId[]; readonly count: number };
  unwatch(target: PresenceTarget): void;
  /** The user looks at the app over this socket, or does not any more. */
  attend(attending: boolean): void;
}

export interface Membership {
  readonly conversation: ConversationId;
  readonly kind: Conversation_Kind;
  readonly version: number;
}

export interface PresenceTarget {
  readonly conversation?: ConversationId;
  readonly users?: readonly UserId[];
  /** What the socket's user may see of who is in the conversation. */
  readonly sight?: PresenceSight;
}

export interface PresenceSight {
  /** It sees nobody but itself. */
  readonly isBlind: boolean;
  /** It sees nothing of these. */
  readonly apart: readonly UserId[];
  /** The other one of a direct conversation. */
  readonly other?: UserId;
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
  /** The call is of this app from now on. Throws APP where the host names another, SUSPENDED, ORIGIN. */
  enterApp(app: AppId): void;
  read<A, R>(read: Read<A, R>, args: A): Promise<R>;
  /** In the order in which requests arrived on this connection for this conversation (docs/sync.md 22). */
  write<A, R>(write: Write<A, R>, args: A): Promise<R>;
}

/** A call in the name of a user. */
export interface UserCall<I> extends Call<I> {
  readonly caller: Actor;
}

/** A call by a device that is logged in. */
export interface DeviceCall<I> extends Call<I> {
  readonly caller: Caller;
}

/** A call by whoever manages an app or the server. */
export interface ManagingCall<I> extends Call<I> {
  readonly principal: Principal | undefined;
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

/** What goes on being answered: a stream ends when the call's signal is aborted, at the latest. */
export interface StreamOutcome<O> {
  readonly stream: AsyncIterable<O>;
}

interface Declaration<M extends DescOperation> {
  /** The RPC it implements; its name and types come from there. */
  readonly method: M;
  /** Tokens it takes from the caller's rate bucket; 0 for none. */
  readonly cost: number;
  readonly idempotency: 'none' | 'natural' | 'clientKey' | 'clientMsgId';
  readonly doors?: readonly Door[];
  /** Wants no reply and is never repaired: may come without an id. */
  readonly volatile?: true;
}

type Input<M extends DescOperation> = MessageShape<M['input']>;
type Answered<M extends DescOperation> = Promise<Outcome<MessageInitShape<M['output']>>>;

/** Anyone may call it, logged in or not. */
export interface OpenOperation<M extends DescMethodUnary> extends Declaration<M> {
  readonly who: 'anyone';
  run(call: Call<Input<M>>): Answered<M>;
  repeated?: undefined;
}

/** Called in the name of a user; what exactly they may is decided inside. */
export interface UserOperation<M extends DescMethodUnary> extends Declaration<M> {
  readonly who: 'user';
  /** Guests may too; without it they are refused. */
  readonly guests?: true;
  run(call: UserCall<Input<M>>): Answered<M>;
  /**
   * Answers a retry of what is stored already, or undefined when it is none. Asked before a call is refused for its rate
   * (docs/sync.md 21).
   */
  repeated?(call: UserCall<Input<M>>): Promise<Outcome<MessageInitShape<M['output']>> | undefined>;
}

/** About the device that calls: an app key or a token of the business is none. */
export interface DeviceOperation<M extends DescMethodUnary> extends Declaration<M> {
  readonly who: 'device';
  /** Guests may too; without it they are refused. */
  readonly guests?: true;
  run(call: DeviceCall<Input<M>>): Answered<M>;
  repeated?(
    call: DeviceCall<Input<M>>,
  ): Promise<Outcome<MessageInitShape<M['output']>> | undefined>;
}

/** Neither goes through the socket door. */
interface Backend {
  readonly doors: readonly ('http' | 'grpc')[];
  repeated?: undefined;
}

/** For an app key with the scope. */
export interface ServiceOperation<M extends DescMethodUnary> extends Declaration<M>, Backend {
  readonly who: 'service';
  readonly doors: Backend['doors'];
  readonly scope: AppKey_Scope;
  /** The operator may too, and names the app in the args. */
  readonly operator?: true;
  run(call: ManagingCall<Input<M>>): Answered<M>;
}

/** The same, answering for as long as somebody listens. */
export interface StreamOperation<M extends DescMethodServerStreaming>
  extends Declaration<M>, Backend {
  readonly who: 'service';
  readonly doors: Backend['doors'];
  readonly scope: AppKey_Scope;
  run(call: Call<Input<M>>): Promise<StreamOutcome<MessageInitShape<M['output']>>>;
}

/** For the operator of the server; not in any app, unless it says so. */
export interface OperatorOperation<M extends DescMethodUnary> extends Declaration<M>, Backend {
  readonly who: 'operator';
  /** In the app that the args name. */
  readonly inApp?: true;
  readonly doors: Backend['doors'];
  run(call: ManagingCall<Input<M>>): Answered<M>;
}

export type Operation<M extends DescMethodUnary = DescMethodUnary> =
  | OpenOperation<M>
  | UserOperation<M>
  | DeviceOperation<M>
  | ServiceOperation<M>
  | OperatorOperation<M>
  | StreamOperation<DescMethodServerStreaming>;

/** A login that was found to be live: what a token, a ticket or a cookie stands for. */
export interface Login {
  readonly app: AppId;
  readonly caller: Caller;
  readonly user: User;
  readonly device: Device;
}
