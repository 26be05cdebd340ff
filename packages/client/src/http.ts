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
  type Shape,
} from '@hubbub/protocol';
import type { Contract } from './contract.ts';
import type { Fetching, UploadOptions } from './uploading.ts';

export type { UploadOptions };

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
/** Pictures: raw bytes go there, and come from there by id. */
const mediaPath = '/v1/media';

export class Http {
  readonly #writers = new JsonWriters();
  readonly #readers = new JsonReaders(false);
  readonly #errors = new BinaryReaders(false);

  constructor(readonly options: HttpOptions) {}

  async call(op: OperationName, args: Row, signal?: AbortSignal): Promise<Row> {
    const { path, input, output } = this.options.contract.operation(op);
    const response = await this.#fetch(path, {
      method: 'POST',
      body: this.#writers.of(input)(args),
      headers: { 'content-type': 'application/json', 'connect-protocol-version': '1' },
      signal: signal ?? null,
    });
    return await this.#read(response, output);
  }

  /** The bytes as they are; JSON would make them a third longer. */
  async upload(file: Blob, { name = '', signal, fetch: by }: UploadOptions): Promise<Row> {
    const { output } = this.options.contract.operation('media.upload');
    const init = { method: 'POST', body: file, signal: signal ?? null };
    return await this.#read(
      await this.#fetch(`${mediaPath}?name=${encodeURIComponent(name)}`, init, by),
      output,
    );
  }

  mediaAddress(id: string): string {
    return `${this.options.url}${mediaPath}/${id}`;
  }

  async #fetch(path: string, init: RequestInit, by: Fetching = fetch): Promise<Response> {
    const { url, cookie } = this.options;
    const token = this.options.token();
    const login: Record<string, string> =
      token === undefined ? {} : { authorization: `Bearer ${token}` };
    return await by(url + path, {
      ...init,
      headers: { ...(init.headers as Record<string, string>), ...login },
      credentials: cookie ? 'include' : 'same-origin',
    }).catch((cause: unknown) => {
      throw new OperationError('BUSY', 'The server cannot be reached.', { cause });
    });
  }

  async #read(response: Response, output: Shape): Promise<Row> {
    const body = await bodyOf(response);
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

async function bodyOf(response: Response): Promise<Failure & Row> {
  return (await response.json().catch(() => ({}))) as Failure & Row;
}
