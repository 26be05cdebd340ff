// A server for the SDK that is the sync model behind sockets which live in this process and break when told to.
import {
  codecs,
  findMethod,
  OperationError,
  type Change,
  type Codec,
  type CodecName,
  type OperationInput,
  type OperationName,
  type UserId,
} from '@hubbub/protocol';
import { ModelServer, type Committed } from '../../packages/protocol/src/sync-model/server.ts';

type Args<N extends OperationName> = Required<OperationInput<N>>;

export const people = ['usr_00000000001', 'usr_00000000002', 'usr_00000000003'] as UserId[];

export class FakeServer {
  readonly model = new ModelServer(people, { newest: 5, pageRows: 20, mostDifference: 50 });
  readonly sockets = new Set<FakeSocket>();
  readonly counts = new Map<string, number>();
  /** Asked for each request: break the connection before it is done, after, or not at all; or refuse it for now. */
  mishap: (op: string) => 'before' | 'after' | 'refuse' | undefined = () => undefined;
  /** Events that are lost on the way. */
  losesEvent: () => boolean = () => false;
  readonly #sent = new Map<string, Change>();

  /** What `new WebSocket` is for a client of this server. */
  get WebSocket(): typeof WebSocket {
    const connect = (codec: CodecName) => new FakeSocket(this, codec);
    return class {
      constructor(_: string, protocols: string[]) {
        return connect(protocols[0] === 'hubbub.proto' ? 'proto' : 'json');
      }
    } as unknown as typeof WebSocket;
  }

  drop(code = 1006): void {
    this.sockets.forEach((socket) => socket.breakOff(code));
  }

  commit({ emitted }: Committed): void {
    for (const { change, audience } of emitted)
      for (const socket of this.sockets)
        if (socket.user !== undefined && audience.includes(socket.user) && !this.losesEvent())
          socket.push(
            socket.codec.encodeEvent({
              $typeName: 'hubbub.v1.Event',
              event: { case: 'change', value: change },
            }),
          );
  }

  run(socket: FakeSocket, op: string, args: unknown): object {
    this.counts.set(op, (this.counts.get(op) ?? 0) + 1);
    const { user } = socket;
    if (op === 'session.open') return this.#open(socket, args as Args<'session.open'>);
    if (user === undefined) throw new OperationError('NOT_LOGGED_IN');
    switch (op) {
      case 'sync.pull':
        return this.#pull(user, args as Args<'sync.pull'>);
      case 'message.send':
        return this.#send(user, args as Args<'message.send'>);
      case 'message.history': {
        const { conversation, from } = args as Args<'message.history'>;
        const before = from.case === 'before' ? from.value : Infinity;
        const page = this.model.history(user, conversation, before);
        if (page === undefined) throw new OperationError('NOT_A_MEMBER');
        return { messages: page.messages, more: (page.messages[0]?.seq ?? 1) > 1 };
      }
      case 'user.get':
        return {
          users: (args as Args<'user.get'>).users.map((id) => ({ id, username: id, counter: 1 })),
        };
      case 'mark.set':
        // Of what has arrived the model knows nothing.
        if ((args as Args<'mark.set'>).read !== undefined)
          this.commit(this.model.mark(user, (args as Args<'mark.set'>).conversation));
        return {};
      case 'mark.list':
        return { marks: [] };
      default:
        return this.#change(user, op, (args as { conversation: string }).conversation);
    }
  }

  #pull(user: UserId, { only, ...args }: Args<'sync.pull'>): object {
    const asked = only.length === 0 ? args : { ...args, only };
    return this.model.pull(user, { args: asked as never, held: new Map(), whole: false });
  }

  #open(socket: FakeSocket, { token }: Args<'session.open'>): object {
    if (!people.includes(token as UserId)) throw new OperationError('TOKEN');
    socket.user = token as UserId;
    return {
      user: { id: token, username: token, counter: 1 },
      epoch: this.model.epoch,
      heartbeatMs: 25_000,
    };
  }

  #send(user: UserId, { conversation, clientMsgId }: Args<'message.send'>): object {
    const key = `${user} ${conversation} ${clientMsgId}`;
    const held = this.#sent.get(key);
    if (held !== undefined) return { message: held.messages[0], repeated: true };
    const committed = this.model.send(user, conversation, clientMsgId);
    if (committed.reply === undefined) throw new OperationError('NOT_A_MEMBER');
    this.#sent.set(key, committed.reply);
    this.commit(committed);
    return { message: committed.reply.messages[0], change: committed.reply };
  }

  #change(user: UserId, op: string, conversation: string): object {
    const verb = op.split('.')[1];
    if (verb !== 'join' && verb !== 'leave' && verb !== 'delete')
      throw new OperationError('NO_OPERATION');
    const committed = this.model[verb](user, conversation);
    this.commit(committed);
    return committed.reply === undefined ? {} : { change: committed.reply };
  }
}

export class FakeSocket {
  readonly codec: Codec;
  binaryType = '';
  user: UserId | undefined;
  onopen: (() => void) | undefined;
  onmessage: ((event: { data: string | ArrayBuffer }) => void) | undefined;
  onclose: ((event: { code: number }) => void) | undefined;
  #isOpen = true;

  constructor(
    readonly server: FakeServer,
    codec: CodecName,
  ) {
    this.codec = codecs[codec];
    queueMicrotask(() => {
      if (!this.#isOpen) return;
      server.sockets.add(this);
      this.onopen?.();
    });
  }

  send(data: string | Uint8Array): void {
    // As in browsers: what is sent on a socket that is closing goes nowhere.
    if (!this.#isOpen) return;
    setTimeout(() => {
      let isRefusing = false;
      for (const { id, op, args } of this.codec.decodeRequests(data)) {
        if (!this.#isOpen) return;
        const method = findMethod(op);
        if (method === undefined) return this.breakOff(4504);
        const mishap = this.server.mishap(op);
        if (mishap === 'before') return this.breakOff(1006);
        // Rule 22: what is queued behind a refused write is refused alike.
        isRefusing ||= mishap === 'refuse' && op === 'message.send';
        const outcome = isRefusing
          ? new OperationError('BEHIND_FAILED')
          : this.#outcome(op, method, args);
        if (mishap === 'after') return this.breakOff(1006);
        this.push(this.codec.encodeReply(id, method, outcome as never));
      }
    }, 0);
  }

  push(data: string | Uint8Array): void {
    const copy = typeof data === 'string' ? data : (data.slice().buffer as ArrayBuffer);
    setTimeout(() => {
      if (this.#isOpen) this.onmessage?.({ data: copy });
    }, 0);
  }

  close(): void {
    this.#isOpen = false;
    this.server.sockets.delete(this);
  }

  breakOff(code: number): void {
    if (!this.#isOpen) return;
    this.close();
    setTimeout(() => this.onclose?.({ code }), 0);
  }

  #outcome(op: string, method: Parameters<Codec['decodeArgs']>[0], raw: unknown): unknown {
    try {
      return this.server.run(this, op, this.codec.decodeArgs(method, raw));
    } catch (error) {
      if (error instanceof OperationError) return error;
      throw error;
    }
  }
}
