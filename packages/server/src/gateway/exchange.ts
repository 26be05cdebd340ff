// One request of a socket, as dispatch handles it: what it asks in the socket's codec, and where the answer goes.
import type { MessageShape } from '@bufbuild/protobuf';
import {
  OperationError,
  type Change,
  type Codec,
  type DescOperation,
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

/** A request without what it says: that may be long, and nobody looks at it while the answer is made. */
export type Asked = Pick<RawRequest, 'id' | 'op'>;

/** What few requests come with. */
export interface More {
  readonly refusal: OperationError | undefined;
  readonly cookie: string | undefined;
}

/** The connection that it came over. */
interface Asker {
  /** Names the socket. */
  readonly rateKey: string;
  readonly codec: Codec;
  send(frame: FrameData): void;
  /** A request that was let in has ended. */
  ended(request: Asked): void;
  /** A refused request's id may be used again. */
  forget(request: Asked): void;
  /** The answer that is on its way carries this Change. */
  told(change: Change): void;
  /** Its answer is on its way. */
  answered(request: Asked, ending: Ending): void;
}

const well: Ending = { error: undefined, isPaid: true };

/** One request of a socket. */
export class SocketExchange implements Exchange<FrameData | undefined>, Asked {
  readonly id: number;
  readonly op: string;
  #args: unknown;
  #ending = well;
  #change: Change | undefined;

  constructor(
    private readonly connection: Asker,
    { id, op, args }: RawRequest,
    private readonly more: More,
  ) {
    this.id = id;
    this.op = op;
    this.#args = args;
  }

  /** Refused for the connection's sake; its place in the lane still counts. */
  get refusal(): OperationError | undefined {
    return this.more.refusal;
  }

  get request(): string {
    return `${this.connection.rateKey}/${this.id}`;
  }

  decode<M extends DescOperation>(method: M, isVolatile: boolean): MessageShape<M['input']> {
    if (this.id === 0 && !isVolatile) throw new OperationError('NO_ID');
    const raw = this.#args;
    this.#args = undefined;
    const args = this.connection.codec.decodeArgs(method, raw);
    if (this.op === 'session.open')
      useCookie(args as Partial<SessionOpenRequest>, this.more.cookie);
    return args;
  }

  encode(answer: Answer): FrameData | undefined {
    const { id } = this;
    const { codec } = this.connection;
    if (answer.error !== undefined) {
      this.#ending = answer;
      return codec.encodeError(id, answer.error);
    }
    // Operations that go on being answered are for other doors.
    if (id === 0 || answer.stream !== undefined) return undefined;
    const frame = codec.encodeReply(id, answer.method, answer.result);
    this.#change = answer.result['change'] as Change | undefined;
    return frame;
  }

  respond(frame: FrameData | undefined): void {
    if (frame !== undefined) this.connection.send(frame);
    if (this.#change !== undefined) this.connection.told(this.#change);
    const { refusal } = this.more;
    if (refusal === undefined) this.connection.ended(this);
    else if (refusal.reason !== 'DUPLICATE_ID') this.connection.forget(this);
    this.connection.answered(this, this.#ending);
  }
}

/** The upgrade carried a cookie: it stands for a token, and one in the args wins over it. */
function useCookie(args: Partial<SessionOpenRequest>, cookie: string | undefined): void {
  if (cookie !== undefined && args.token === '' && args.ticket === '') args.token = cookie;
}
