// The SDK: one object per user interface. Logs in, keeps one socket alive, and holds what the user may see as `state`
// (docs/sync.md). Every operation of the contract can be called by name, typed.
import {
  binaryCodec,
  jsonCodec,
  OperationError,
  type Change,
  type Closing,
  type Count,
  type Event,
  type FrameCodec,
  type Mark,
  type OperationInput,
  type OperationName,
  type OperationOutput,
  type Presence,
  type Row,
  type ServerFrame,
  type User,
} from '@hubbub/protocol';
import { readContract, type Contract } from './contract.ts';
import { Http } from './http.ts';
import { Latest } from './latest.ts';
import { Link, type Status } from './link.ts';
import { Login, type Credentials } from './login.ts';
import { defaultTimings, randomKey, type ClientOptions, type Timings } from './options.ts';
import { lostMessage, Requests, type RequestOptions } from './requests.ts';
import { Sending, type PendingMessage } from './sending.ts';
import { Session } from './session.ts';
import { State } from './state.ts';

export interface ClientEvents {
  status: Status;
  change: Change;
  mark: Mark;
  presence: Presence;
  count: Count;
  closing: Closing;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

export class Client {
  readonly state: State;
  readonly #contract: Contract = readContract();
  readonly #codec: FrameCodec;
  readonly #timings: Timings;
  readonly #link: Link;
  readonly #requests: Requests;
  readonly #http: Http;
  readonly #login: Login;
  readonly #sending: Sending;
  readonly #latest = new Latest();
  readonly #handlers = new Map<keyof ClientEvents, Set<(event: never) => void>>();
  #session: Session | undefined;
  #user: User | undefined;
  #connecting:
    { resolve: (user: User) => void; reject: (error: OperationError) => void } | undefined;
  /** Logged in on the present socket. */
  #isOpen = false;
  #isWanted = false;

  constructor(readonly options: ClientOptions = {}) {
    const url = (options.url ?? globalThis.location?.origin ?? '').replace(/\/$/, '');
    this.#timings = { ...defaultTimings, ...options.timings };
    this.#codec = (options.codec === 'proto' ? binaryCodec : jsonCodec)(
      this.#contract.frames,
      false,
    );
    this.#login = new Login(options);
    const token = () => this.#login.token;
    this.#http = new Http({
      url,
      contract: this.#contract,
      token,
      cookie: options.cookie === true,
    });
    this.#link = new Link(
      {
        address: `${url.replace(/^http/, 'ws')}/v1/socket`,
        codec: this.#codec,
        WebSocket: options.WebSocket ?? globalThis.WebSocket,
        random: this.#random,
        timings: this.#timings,
      },
      {
        opened: () => void this.#open(),
        frames: (frames) => frames.forEach((frame) => this.#take(frame)),
        lost: () => this.#lost(),
        status: (status) => this.#emit('status', status),
        quiet: () => this.#probe(),
      },
    );
    const owner = { send: this.#link.send.bind(this.#link), isReady: () => this.#isOpen };
    this.#requests = new Requests({
      contract: this.#contract,
      codec: this.#codec,
      owner,
      timings: this.#timings,
    });
    this.#sending = new Sending(
      { deliver: (message) => this.#deliver(message), changed: (id) => this.state.changed(id) },
      options.storage,
    );
    this.state = new State(this.#sending, (id) => this.#session?.askUser(id));
  }

  get status(): Status {
    return this.#link.status;
  }

  get user(): User | undefined {
    return this.#user;
  }

  async signUp(credentials: Credentials & { displayName?: string }): Promise<User> {
    return this.#loggedIn(await this.http('account.signUp', this.#login.args(credentials)));
  }

  async logIn(credentials: Credentials): Promise<User> {
    return this.#loggedIn(await this.http('account.logIn', this.#login.args(credentials)));
  }

  /** Ends this device's login; what was not sent is gone. */
  async logOut(): Promise<void> {
    const done = this.http('account.logOut', {});
    this.close();
    this.#login.forget();
    this.#sending.forget();
    this.#leave();
    await done;
  }

  /**
   * Logs the socket in and pulls what was missed. From then on it comes back by itself; while there is no network it
   * goes on trying. Rejects with UNAUTHENTICATED when there is no valid login.
   */
  connect(): Promise<User> {
    this.#isWanted = true;
    if (this.#isOpen && this.#user !== undefined && this.status === 'online')
      return Promise.resolve(this.#user);
    return new Promise((resolve, reject) => {
      const before = this.#connecting;
      this.#connecting = {
        resolve: (user) => {
          before?.resolve(user);
          resolve(user);
        },
        reject: (error) => {
          before?.reject(error);
          reject(error);
        },
      };
      this.#link.start();
    });
  }

  /** What waits to be sent goes on waiting, until connect() is called again. */
  close(): void {
    this.#isWanted = false;
    this.#link.stop();
    const closed = new OperationError('DEADLINE', 'The client was closed.');
    this.#settle(closed);
    this.#requests.fail(closed, false);
  }

  /** The device is on a network again: connect now. */
  hurry(): void {
    this.#link.hurry();
  }

  /**
   * One operation. Over the socket once connect() was called, else over HTTP. Until it is answered it is sent again after
   * a lost connection, with the same key, so that it happens once.
   */
  async call<N extends OperationName>(
    op: N,
    args: OperationInput<N>,
    options: CallOptions & Pick<RequestOptions, 'once'> = {},
  ): Promise<OperationOutput<N>> {
    if (!this.#isWanted) return await this.http(op, args, options.signal);
    const reply = await this.#requests.request(op, this.#keyed(op, args as Row), options);
    return reply as OperationOutput<N>;
  }

  async http<N extends OperationName>(
    op: N,
    args: OperationInput<N>,
    signal?: AbortSignal,
  ): Promise<OperationOutput<N>> {
    const reply = await this.#http.call(op, this.#keyed(op, args as Row), signal);
    this.#takeChange(reply);
    return reply as OperationOutput<N>;
  }

  on<E extends keyof ClientEvents>(
    event: E,
    handler: (event: ClientEvents[E]) => void,
  ): () => void {
    const handlers = this.#handlers.get(event) ?? new Set();
    this.#handlers.set(event, handlers.add(handler));
    return () => {
      handlers.delete(handler);
    };
  }

  /** Shown at once as pending; sent in order, until it is answered. */
  send(conversation: string, text: string): PendingMessage {
    return this.#sending.send(conversation, text);
  }

  retry(conversation: string, clientMsgId: string): void {
    this.#sending.retry(conversation, clientMsgId);
  }

  discard(conversation: string, clientMsgId: string): void {
    this.#sending.discard(conversation, clientMsgId);
  }

  /** Resolves when the newest messages and the members are there. */
  async open(conversation: string): Promise<void> {
    await this.#session?.open(conversation);
  }

  /** Loads the page before the oldest message; false when there is nothing before it any more. */
  async loadOlder(conversation: string): Promise<boolean> {
    return (await this.#session?.loadOlder(conversation)) ?? false;
  }

  markRead(conversation: string, seq: number): void {
    this.#session?.mark(conversation, seq);
  }

  readonly #random = (): number => (this.options.random ?? Math.random)();

  /** The first frames of every socket: who we are, then what we missed. */
  async #open(): Promise<void> {
    try {
      const opened = await this.call('session.open', this.#login.openArgs(), { once: true });
      if (opened.user === undefined) throw new OperationError('BUG', 'The server names no user.');
      const session = this.#become(opened.user);
      this.#latest.clear();
      await session.sync.open(opened.epoch);
      this.#isOpen = true;
      this.#link.settled(opened.heartbeatMs);
      this.#requests.flush();
      this.#sending.open(opened.user.id);
      this.#settle(opened.user);
    } catch (error) {
      if (!(error instanceof OperationError)) throw error;
      this.#refused(error);
    }
  }

  #refused(error: OperationError): void {
    if (error.code === 'UNAUTHENTICATED' || error.code === 'FORBIDDEN') {
      this.#settle(error);
      this.#link.stop('refused');
    } else if (error.message !== lostMessage) {
      if (error.retryAfterMs !== undefined) this.#link.hint(error.retryAfterMs);
      this.#link.reset();
    }
  }

  /** The session of this user; another one's is closed. */
  #become(user: User): Session {
    this.#user = user;
    if (this.#session?.library.user !== user.id) {
      this.#session?.close();
      const failed = () => this.#link.reset();
      this.#session = new Session({
        user: user.id,
        state: this.state,
        call: this.call.bind(this),
        timings: this.#timings,
        random: this.#random,
        failed,
      });
      this.state.attach(this.#session.library);
    }
    this.#session.library.learnUsers([user]);
    return this.#session;
  }

  #leave(): void {
    this.#session?.close();
    this.#session = undefined;
    this.#user = undefined;
    this.#requests.fail(new OperationError('DEADLINE', 'Logged out.'), true);
    this.#sending.close();
    this.state.attach(undefined);
  }

  #loggedIn(reply: { user?: User | undefined; token: string }): User {
    this.#login.keep(reply.token);
    if (reply.user === undefined) throw new OperationError('BUG', 'The server names no user.');
    if (this.#user !== undefined && this.#user.id !== reply.user.id) {
      this.close();
      this.#leave();
    }
    this.#user = reply.user;
    return reply.user;
  }

  #lost(): void {
    this.#isOpen = false;
    this.#session?.sync.close();
    this.#requests.lost();
  }

  #take(frame: ServerFrame): void {
    if ('event' in frame) return this.#takeEvent(frame.event.event);
    if ('error' in frame) return this.#requests.answer(frame.id, frame.error);
    const op = this.#requests.operationOf(frame.id);
    if (op === undefined) return;
    const reply = this.#codec.readBody(this.#contract.operation(op).output, frame.ok);
    this.#takeChange(reply);
    this.#requests.answer(frame.id, reply);
  }

  #takeChange(reply: Row): void {
    const change = reply['change'] as Change | undefined;
    if (change !== undefined) this.#session?.receive(change);
  }

  #takeEvent(event: Event['event']): void {
    if (event.case === undefined) return;
    if (event.case === 'change') this.#session?.receive(event.value);
    else if (event.case === 'closing') this.#link.hint(event.value.retryAfterMs ?? 0);
    else if (event.case === 'stale') return;
    else if (!this.#latest.isNew(event)) return;
    this.#emit(event.case, event.value as never);
  }

  #emit<E extends keyof ClientEvents>(event: E, value: ClientEvents[E]): void {
    if (event === 'status' && value === 'refused')
      this.#settle(new OperationError('NOT_LOGGED_IN'));
    this.#handlers.get(event)?.forEach((handler) => handler(value as never));
  }

  #settle(outcome: User | OperationError): void {
    const connecting = this.#connecting;
    this.#connecting = undefined;
    if (outcome instanceof OperationError) connecting?.reject(outcome);
    else connecting?.resolve(outcome);
  }

  /** Nothing was heard for a while: any answer shows that the server is there. */
  #probe(): void {
    const users = this.#user === undefined ? [] : [this.#user.id];
    this.call('user.get', { users }, { once: true }).catch(() => undefined);
  }

  async #deliver({ conversation, clientMsgId, text }: PendingMessage): Promise<void> {
    const content = { case: 'text', value: text } as const;
    await this.call(
      'message.send',
      { conversation, clientMsgId, content },
      { timeoutMs: Infinity },
    );
  }

  /** Creating operations carry a key, so that a repeated one makes nothing twice. */
  #keyed(op: OperationName, args: Row): Row {
    const needsKey = this.#contract.operation(op).hasClientKey && !args['clientKey'];
    return needsKey ? { ...args, clientKey: randomKey() } : args;
  }
}
