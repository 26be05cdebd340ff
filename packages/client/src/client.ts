// The SDK: one object per user interface. Logs in, keeps one socket alive, and holds what the user may see as `state`
// (docs/sync.md). Long because all that is public is here, but for the operations by name (calling.ts).
import { OperationError, type Row, type User } from '@hubbub/protocol';
import { Calling } from './calling.ts';
import { Connecting } from './connecting.ts';
import { Entering, userOf } from './entering.ts';
import { Handlers, type ClientEvents } from './events.ts';
import { Games } from './games.ts';
import { Incoming } from './incoming.ts';
import { Keeping } from './keeping.ts';
import { Link, type Status } from './link.ts';
import type { Credentials } from './login.ts';
import type { ClientOptions } from './options.ts';
import { closeReason, errorOfClose, isEnd, refusalOf, type Refusal } from './refusal.ts';
import { lostMessage, type RequestsOwner } from './requests.ts';
import { Sending, type PendingMessage, type SendOptions } from './sending.ts';
import { deliverBy, Session } from './session.ts';
import { State } from './state.ts';
import { presenceBy, Watching, type Here, type WatchTarget } from './watching.ts';

export class Client extends Calling {
  /** What a user interface shows: snapshots, and subscriptions to them by key. */
  readonly state: State;
  readonly games: Games;
  /** Every way to log in. */
  readonly enter: Entering;
  readonly #link: Link;
  readonly #sending: Sending;
  readonly #incoming: Incoming;
  readonly #handlers = new Handlers();
  readonly #connecting = new Connecting();
  readonly #keeping: Keeping;
  readonly #watching: Watching;
  #session: Session | undefined;
  #user: User | undefined;
  #refusal: Refusal | undefined;
  /** Logged in on the present socket. */
  #isOpen = false;

  constructor(options: ClientOptions = {}) {
    super(options);
    const { url, contract, codec, timings, login, requests } = this;
    const [call, post] = [this.call.bind(this), this.post.bind(this)];
    this.#keeping = new Keeping(options.archive);
    this.enter = new Entering({
      login,
      http: (op, args) => this.http(op, args),
      entered: (reply) => this.#entered(reply),
      pause: () => {
        const isWanted = this.isWanted;
        this.close();
        return () => void (isWanted && this.connect().catch(() => undefined));
      },
    });
    this.#link = new Link(
      {
        address: `${url.replace(/^http/, 'ws')}/v1/socket`,
        codec,
        WebSocket: options.WebSocket ?? globalThis.WebSocket,
        random: options.random ?? Math.random,
        timings,
      },
      {
        opened: () => void this.#open(),
        frames: (frames) => frames.forEach((frame) => this.#incoming.take(frame)),
        lost: () => this.#lost(),
        status: (status) => this.#changed(status),
        refused: (code) => this.#ended(closeReason(code), errorOfClose(closeReason(code))),
        quiet: () => this.#probe(),
      },
    );
    this.#sending = new Sending(
      { deliver: deliverBy(call), changed: (id) => this.state.changed(id) },
      options.storage,
    );
    this.#watching = new Watching(presenceBy(call, timings.usersMs));
    this.games = new Games({ call, post, lobbyMs: timings.lobbyMs });
    this.#incoming = new Incoming({
      contract,
      codec,
      requests,
      watching: this.#watching,
      games: this.games,
      handlers: this.#handlers,
      receive: (change) => this.#session?.receive(change),
      hint: (ms) => this.#link.hint(ms),
      hinted: (hint) => this.state.hinted(hint),
      become: (user) => {
        const isOwn = user.id === this.#user?.id;
        if (isOwn) this.#become(user);
        else this.#session?.holdings.learnUsers([user]);
        return isOwn;
      },
    });
    this.state = new State(this.#sending, {
      user: (id) => this.#session?.askUser(id),
      message: (conversation, seq) => this.#session?.askMessage(conversation, seq),
    });
  }

  /** `online`: logged in and whole. `connecting`: comes back by itself. `refused`: does not, see `refusal`. */
  get status(): Status {
    return this.#link.status;
  }

  /** Why the status is `refused`; undefined when it is not. */
  get refusal(): Refusal | undefined {
    return this.#refusal;
  }

  /** Who is logged in, as last heard. */
  get user(): User | undefined {
    return this.#user;
  }

  /** As `enter.signUp`. */
  signUp(credentials: Credentials & { displayName?: string }): Promise<User> {
    return this.enter.signUp(credentials);
  }

  /** As `enter.logIn`. */
  logIn(credentials: Credentials): Promise<User> {
    return this.enter.logIn(credentials);
  }

  /** Ends this device's login; what was not sent is gone. */
  async logOut(): Promise<void> {
    const done = this.http('account.logOut', {});
    this.close();
    this.login.forget();
    this.#sending.forget();
    this.#leave();
    // Together: a refusal that comes before all is wiped would be nobody's.
    await Promise.all([this.#keeping.wipe(), done]);
  }

  /**
   * Shows what the archive kept of whoever was here last, before there is a connection; undefined when that is nothing. To be
   * called before connect(), which brings it up to date, and drops it where somebody else is logged in.
   */
  async restore(): Promise<User | undefined> {
    this.isWanted = true;
    const kept = await this.#keeping.restore();
    if (kept === undefined || this.#session !== undefined || !this.isWanted) return this.#user;
    this.#become(kept.user).holdings.restore(kept);
    this.#sending.open(kept.user.id);
    return this.#user;
  }

  /**
   * Logs the socket in and pulls what was missed. From then on it comes back by itself; while there is no network it
   * goes on trying. Rejects with UNAUTHENTICATED when there is no valid login.
   */
  connect(): Promise<User> {
    this.isWanted = true;
    if (this.#isOpen && this.#user) return Promise.resolve(this.#user);
    const connected = this.#connecting.wait();
    this.#link.start();
    return connected;
  }

  /** What waits to be sent goes on waiting, until connect() is called again. */
  close(): void {
    this.isWanted = false;
    this.#link.stop();
    const closed = new OperationError('DEADLINE', 'The client was closed.');
    this.#connecting.settle(closed);
    this.requests.fail(closed, false);
  }

  /** The device is on a network again: connect now. */
  hurry(): void {
    this.#link.hurry();
  }

  /** @returns ends it */
  on<E extends keyof ClientEvents>(
    event: E,
    handler: (event: ClientEvents[E]) => void,
  ): () => void {
    return this.#handlers.add(event, handler);
  }

  /**
   * Tells who is here now, and again with every change, over lost connections too, until the returned function is called.
   * `{conversation}`: its members, for who is one; `{users}`: those with whom the user shares a conversation.
   */
  watch(target: WatchTarget, listener: (here: Here) => void): () => void {
    return this.#watching.watch(target, listener);
  }

  /** Text of 1 to 8,000 characters; none is needed beside `media`. Shown at once as pending; sent in order, until it is answered. */
  send(conversation: string, text: string, options?: SendOptions): PendingMessage {
    return this.#sending.send(conversation, text, options);
  }

  /** Sends a pending message again whose status is `failed`. */
  retry(conversation: string, clientMsgId: string): void {
    this.#sending.retry(conversation, clientMsgId);
  }

  /** Takes a pending message away. One that was on its way may arrive all the same. */
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

  /** Counts as read up to this seq at once; the server hears it a little later, the furthest only. */
  markRead(conversation: string, seq: number): void {
    this.#session?.mark(conversation, seq);
  }

  /** The first frames of every socket: who we are, then what we missed. */
  async #open(): Promise<void> {
    try {
      const opened = await this.call('session.open', this.login.openArgs(), { once: true });
      if (opened.user === undefined) throw new OperationError('BUG', 'The server names no user.');
      this.state.opened(opened);
      const session = this.#become(opened.user);
      this.#incoming.clear();
      await session.sync.open(opened.epoch);
      this.#isOpen = true;
      this.#link.settled(opened.heartbeatMs);
      this.requests.flush();
      this.#watching.opened();
      this.games.refresh();
      this.#sending.open(opened.user.id);
      this.#connecting.settle(opened.user);
      session.lookForMoments();
    } catch (error) {
      if (error instanceof OperationError) return this.#refused(error);
      // A listener's failure, or ours: connect() says so, and the next socket tries again.
      const message = 'The connection was opened and could not be used.';
      this.#connecting.settle(new OperationError('BUG', message, { cause: error }));
      this.#link.reset();
    }
  }

  #refused(error: OperationError): void {
    const refusal = refusalOf(error);
    if (refusal !== undefined) {
      this.#ended(refusal, error);
      this.#link.stop('refused');
    } else if (error.message !== lostMessage) {
      if (error.retryAfterMs !== undefined) this.#link.hint(error.retryAfterMs);
      this.#link.reset();
    }
  }

  #ended(refusal: Refusal, error: OperationError): void {
    this.#refusal = refusal;
    this.#connecting.settle(error);
    if (isEnd(refusal)) void this.#keeping.wipe();
  }

  #changed(status: Status): void {
    if (status !== 'refused') this.#refusal = undefined;
    this.#handlers.tell('status', status);
  }

  protected wire(): RequestsOwner {
    return { send: (frames) => this.#link.send(frames), isReady: () => this.#isOpen };
  }

  protected took(reply: Row): void {
    this.#incoming.takeChange(reply);
  }

  /** The session of this user; another one's is closed, and what waits is not sent in this one's name. */
  #become(user: User): Session {
    if (this.#session?.holdings.user !== user.id) {
      if (this.#session) this.#leave();
      this.#session = new Session({
        user: user.id,
        state: this.state,
        call: this.call.bind(this),
        timings: this.timings,
        random: this.options.random ?? Math.random,
        failed: () => this.#link.reset(),
      });
      this.state.attach(this.#session.holdings);
      void this.#keeping.follow(this.#session, user);
    }
    const { holdings } = this.#session;
    holdings.learnUsers([user]);
    this.#user = holdings.users.get(user.id);
    return this.#session;
  }

  #leave(): void {
    this.#session?.close();
    this.#session = undefined;
    this.#user = undefined;
    this.requests.fail(new OperationError('DEADLINE', 'Logged out.'), true);
    this.#sending.close();
    this.#watching.forget();
    this.games.forget();
    this.state.attach(undefined);
  }

  #entered(reply: Parameters<typeof userOf>[0]): User {
    this.login.keep(reply.token);
    const user = userOf(reply);
    if (this.#user && this.#user.id !== user.id) {
      this.close();
      this.#leave();
    }
    this.#user = user;
    return user;
  }

  #lost(): void {
    this.#isOpen = false;
    this.#watching.lost();
    this.games.lost();
    this.#session?.sync.close();
    this.requests.lost();
  }

  /** Nothing was heard for a while: any answer shows that the server is there. */
  #probe(): void {
    const users = this.#user ? [this.#user.id] : [];
    this.call('user.get', { users }, { once: true }).catch(() => undefined);
  }
}
