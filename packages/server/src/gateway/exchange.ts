// One request of a socket, as dispatch handles it: what it asks in the socket's codec, and where the answer goes.
import type { DescMethodUnary, MessageShape } from '@bufbuild/protobuf';
import {
  OperationError,
  type Change,
  type Codec,
  type FrameData,
  type RawRequest,
  type SessionOpenRequest,
} from '@hubbub/protocol';
import type { Answer, Exchange } from '../dispatch.ts';

/** The connection that it came over. */
interface Asker {
  readonly codec: Codec;
  send(frame: FrameData): void;
  /** A request that was let in has ended. */
  ended(request: RawRequest): void;
  /** A refused request's id may be used again. */
  forget(request: RawRequest): void;
  /** The answer that is on its way carries this Change. */
  told(change: Change): void;
  /** Its answer is on its way. */
  answered(request: RawRequest, error: OperationError | undefined): void;
}

/** One request of a socket. */
export class SocketExchange implements Exchange<FrameData | undefined> {
  #error: OperationError | undefined;
  #change: Change | undefined;

  constructor(
    private readonly connection: Asker,
    private readonly request: RawRequest,
    private readonly more: {
      readonly refusal: OperationError | undefined;
      readonly cookie: string | undefined;
    },
  ) {}

  /** Refused for the connection's sake; its place in the lane still counts. */
  get refusal(): OperationError | undefined {
    return this.more.refusal;
  }

  get op(): string {
    return this.request.op;
  }

  decode<M extends DescMethodUnary>(method: M, isVolatile: boolean): MessageShape<M['input']> {
    if (this.request.id === 0 && !isVolatile) throw new OperationError('NO_ID');
    const args = this.connection.codec.decodeArgs(method, this.request.args);
    if (this.op === 'session.open')
      useCookie(args as Partial<SessionOpenRequest>, this.more.cookie);
    return args;
  }

  encode({ error, method, ...answer }: Answer): FrameData | undefined {
    const { id } = this.request;
    const { codec } = this.connection;
    this.#error = error;
    if (error !== undefined) return codec.encodeError(id, error);
    if (id === 0 || method === undefined || !('result' in answer)) return undefined;
    const frame = codec.encodeReply(id, method, answer.result);
    this.#change = answer.result['change'] as Change | undefined;
    return frame;
  }

  respond(frame: FrameData | undefined): void {
    if (frame !== undefined) this.connection.send(frame);
    if (this.#change !== undefined) this.connection.told(this.#change);
    const { refusal } = this.more;
    if (refusal === undefined) this.connection.ended(this.request);
    else if (refusal.reason !== 'DUPLICATE_ID') this.connection.forget(this.request);
    this.connection.answered(this.request, this.#error);
  }
}

/** The upgrade carried a cookie: it stands for a token, and one in the args wins over it. */
function useCookie(args: Partial<SessionOpenRequest>, cookie: string | undefined): void {
  if (cookie !== undefined && args.token === '' && args.ticket === '') args.token = cookie;
}
