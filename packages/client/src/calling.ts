// Every operation of the contract by its name, typed: over the socket once there is to be one, else over HTTP.
import {
  binaryCodec,
  jsonCodec,
  type FrameCodec,
  type Media,
  type OperationInput,
  type OperationName,
  type OperationOutput,
  type Row,
} from '@hubbub/protocol';
import { keyed, readContract, type Contract } from './contract.ts';
import { Http, type UploadOptions } from './http.ts';
import { Login } from './login.ts';
import { defaultTimings, type CallOptions, type ClientOptions, type Timings } from './options.ts';
import { Requests, type RequestOptions, type RequestsOwner } from './requests.ts';

/**
 * Methods that ask the server reject with an `OperationError`: its `code` and `reason` are rows of docs/errors.md,
 * `retryable` says whether the same call may succeed later, `retryAfterMs` how much later.
 */
export abstract class Calling {
  protected readonly url: string;
  protected readonly contract: Contract = readContract();
  protected readonly codec: FrameCodec;
  protected readonly timings: Timings;
  protected readonly login: Login;
  protected readonly requests: Requests;
  /** Between connect() and close(). */
  protected isWanted = false;
  readonly #http: Http;

  constructor(readonly options: ClientOptions = {}) {
    this.url = (options.url ?? globalThis.location?.origin ?? '').replace(/\/$/, '');
    this.timings = { ...defaultTimings, ...options.timings };
    const makeCodec = options.codec === 'proto' ? binaryCodec : jsonCodec;
    this.codec = makeCodec(this.contract.frames, false);
    this.login = new Login(options);
    const { url, contract, codec, timings } = this;
    const token = () => this.login.token;
    this.#http = new Http({ url, contract, token, cookie: options.cookie === true });
    this.requests = new Requests({ contract, codec, timings, owner: this.wire() });
  }

  /** Where requests go. */
  protected abstract wire(): RequestsOwner;

  /** What an answer over HTTP says of a stream. */
  protected abstract took(reply: Row): void;

  /**
   * One operation. Over the socket once connect() was called, else over HTTP. Until it is answered it is sent again after
   * a lost connection, with the same key, so that it happens once.
   */
  async call<N extends OperationName>(
    op: N,
    args: OperationInput<N>,
    options: CallOptions & Pick<RequestOptions, 'once'> = {},
  ): Promise<OperationOutput<N>> {
    if (!this.isWanted) return await this.http(op, args, options.signal);
    const body = keyed(this.contract.operation(op), args as Row);
    return (await this.requests.request(op, body, options)) as OperationOutput<N>;
  }

  /** An operation of the volatile class: not answered, and without a connection not sent. */
  post<N extends OperationName>(op: N, args: OperationInput<N>): void {
    this.requests.post(op, args as Row);
  }

  /** One operation over HTTP, once; for programs that want no socket. */
  async http<N extends OperationName>(
    op: N,
    args: OperationInput<N>,
    signal?: AbortSignal,
  ): Promise<OperationOutput<N>> {
    const body = keyed(this.contract.operation(op), args as Row);
    const reply = await this.#http.call(op, body, signal);
    this.took(reply);
    return reply as OperationOutput<N>;
  }

  /** Uploads for `send` and `moment.post`. Reasons: IMAGE, PIXELS, FRAME_SIZE, FULL, IN_FLIGHT. */
  async upload(file: Blob, options: UploadOptions = {}): Promise<Media> {
    return (await this.#http.upload(file, options))['media'] as Media;
  }

  /** Where media is: for `img` where a cookie logs in, else to be fetched with the token. */
  mediaAddress(id: string): string {
    return this.#http.mediaAddress(id);
  }
}
