// Calls over HTTP: Connect JSON, for logging in and for programs that want no socket.
import {
  BinaryReaders,
  ByteReader,
  codes,
  JsonReaders,
  JsonWriters,
  OperationError,
  toOperationError,
  type ErrorCode,
  type OperationName,
  type Row,
} from '@hubbub/protocol';
import type { Contract } from './contract.ts';

export interface HttpOptions {
  readonly url: string;
  readonly contract: Contract;
  token(): string | undefined;
  /** Send and take cookies, also from another origin. */
  readonly cookie: boolean;
}

interface Failure {
  readonly message?: string;
  readonly details?: readonly { readonly type?: string; readonly value?: string }[];
}

const errorType = 'hubbub.v1.Error';

export class Http {
  readonly #writers = new JsonWriters();
  readonly #readers = new JsonReaders(false);
  readonly #errors = new BinaryReaders(false);

  constructor(readonly options: HttpOptions) {}

  async call(op: OperationName, args: Row, signal?: AbortSignal): Promise<Row> {
    const { url, contract, cookie } = this.options;
    const { path, input, output } = contract.operation(op);
    const token = this.options.token();
    const response = await fetch(url + path, {
      method: 'POST',
      body: this.#writers.of(input)(args),
      headers: {
        'content-type': 'application/json',
        'connect-protocol-version': '1',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      credentials: cookie ? 'include' : 'same-origin',
      ...(signal === undefined ? {} : { signal }),
    }).catch((cause: unknown) => {
      throw new OperationError('BUSY', 'The server cannot be reached.', { cause });
    });
    const body = (await response.json().catch(() => ({}))) as Failure & Row;
    if (!response.ok) throw this.#failure(response.status, body);
    return this.#readers.of(output)(body, '');
  }

  #failure(status: number, { details, message }: Failure): OperationError {
    const value = details?.find(({ type }) => type === errorType)?.value;
    if (value !== undefined) {
      const bytes = Uint8Array.from(atob(value), (char) => char.charCodeAt(0));
      return toOperationError(
        this.#errors.of(this.options.contract.frames.error)(new ByteReader(bytes), 0),
      );
    }
    // Somebody between us and the server answered.
    const code = (Object.keys(codes) as ErrorCode[]).find((name) => codes[name].http === status);
    const text = message ?? `The server answered ${status}.`;
    return Object.assign(new OperationError('BUSY', text), { code: code ?? 'UNAVAILABLE' });
  }
}
