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

/** How a request ended. */
export interface Ending {
  readonly error: OperationError | undefined;
  /** False for a refusal that cost its caller nothing. */
  readonly isPaid: boolean;
}

/** The connection that it came over. */
interface Asker {
  /** Names the socket. */
  readonly rateKey: string;
  readonly codec: Codec;
  send(frame: FrameData): void;
  /** A request that was let in has ended. */
  ended(request: RawRequest): void;
  /** A refused request's id may be used again. */
  forget(request: RawRequest): void;
  /** The answer that is on its way carries this Change. */
  told(change: Change): void;
  /** Its answer is on its way. */
  answered(request: RawRequest, ending: Ending): void;
}

/** One request of a socket. */
export class SocketExchange implements Exchange<FrameData | undefined> {
  #ending: Ending = { error: undefined, isPaid: true };
  #change: Change | undefined;

  constructor(
    private readonly connection: Asker,
    private readonly raw: RawRequest,
    private readonly more: {
      readonly refusal: OperationError | undefined;
      readonly cookie: string | undefined;
    },
  ) {}

  /** Refused for the connection's sake; its place in the lane still counts. */
  get refusal(): OperationError | undefined {
    return this.more.refusal;
  }

  get request(): string {
    return `${this.connection.rateKey}/${this.raw.id}`;
  }

  get op(): string {
    return this.raw.op;
  }

  decode<M extends DescMethodUnary>(method: M, isVolatile: boolean): MessageShape<M['input']> {
    if (this.raw.id === 0 && !isVolatile) throw new OperationError('NO_ID');
    const args = this.connection.codec.decodeArgs(method, this.raw.args);
    if (this.op === 'session.open')
      useCookie(args as Partial<SessionOpenRequest>, this.more.cookie);
    return args;
  }

  encode(answer: Answer): FrameData | undefined {
    const { id } = this.raw;
    const { codec } = this.connection;
    if (answer.error !== undefined) {
      this.#ending = answer;
      return codec.encodeError(id, answer.error);
    }
    if (id === 0) return undefined;
    const frame = codec.encodeReply(id, answer.method, answer.result);
    this.#change = answer.result['change'] as Change | undefined;
    return frame;
  }

  respond(frame: FrameData | undefined): void {
    if (frame !== undefined) this.connection.send(frame);
    if (this.#change !== undefined) this.connection.told(this.#change);
    const { refusal } = this.more;
    if (refusal === undefined) this.connection.ended(this.raw);
    else if (refusal.reason !== 'DUPLICATE_ID') this.connection.forget(this.raw);
    this.connection.answered(this.raw, this.#ending);
  }
}

/** The upgrade carried a cookie: it stands for a token, and one in the args wins over it. */
function useCookie(args: Partial<SessionOpenRequest>, cookie: string | undefined): void {
  if (cookie !== undefined && args.token === '' && args.ticket === '') args.token = cookie;
}
