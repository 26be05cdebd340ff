// A gRPC client for tests, on grpc-js: calls by the operation's name, refusals with our reason from the error's details.
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { findTrailerError } from '@connectrpc/connect/protocol-grpc';
import { Client, credentials, Metadata, type CallOptions, type ServiceError } from '@grpc/grpc-js';
import {
  ErrorSchema,
  findMethod,
  type Error as WireError,
  type OperationInput,
  type OperationName,
  type OperationOutput,
} from '@hubbub/protocol';

/** An error as a gRPC client sees it. */
export class GrpcRefusal extends Error {
  constructor(
    /** gRPC's own status. */
    readonly status: number,
    /** Our Error among the details. */
    readonly detail: WireError | undefined,
    message: string,
  ) {
    super(`${status} ${detail?.reason ?? 'no detail'}: ${message}`);
  }

  get reason(): string {
    return this.detail?.reason ?? `no detail (${this.message})`;
  }
}

export interface GrpcOptions extends CallOptions {
  readonly token?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

export class GrpcClient {
  readonly channel: Client;

  constructor(address: string | undefined, how = credentials.createInsecure()) {
    if (address === undefined) throw new Error('the gRPC door is closed');
    this.channel = new Client(address, how);
  }

  async call<N extends OperationName>(
    op: N,
    args: OperationInput<N>,
    options: GrpcOptions = {},
  ): Promise<OperationOutput<N>> {
    const method = findMethod(op);
    if (method === undefined) throw new Error(`there is no operation ${op}`);
    const request = toBinary(method.input, create(method.input, args as Record<string, unknown>));
    const path = `/${method.parent.typeName}/${method.name}`;
    const reply = await this.send(path, request, options);
    return fromBinary(method.output, reply) as unknown as OperationOutput<N>;
  }

  /** Any bytes to any path. */
  send(path: string, request: Uint8Array, options: GrpcOptions = {}): Promise<Buffer> {
    const { token, metadata: given = {}, ...rest } = options;
    const metadata = new Metadata();
    if (token !== undefined) metadata.set('authorization', `Bearer ${token}`);
    for (const [name, value] of Object.entries(given)) metadata.set(name, value);
    return new Promise((resolve, reject) => {
      const done = (error: ServiceError | null, reply?: Buffer) =>
        error ? reject(refusalOf(error)) : resolve(reply ?? Buffer.alloc(0));
      this.channel.makeUnaryRequest(path, asIs, asIs, Buffer.from(request), metadata, rest, done);
    });
  }

  close(): void {
    this.channel.close();
  }
}

/** The client speaks bytes; whoever calls has encoded them. */
export function asIs(bytes: Buffer): Buffer {
  return bytes;
}

export function refusalOf({ code, details, metadata }: ServiceError): GrpcRefusal {
  const [bytes] = metadata.get('grpc-status-details-bin');
  if (!Buffer.isBuffer(bytes)) return new GrpcRefusal(code, undefined, details);
  const trailer = new Headers({
    'grpc-status': String(code),
    'grpc-status-details-bin': bytes.toString('base64'),
  });
  const [detail] = findTrailerError(trailer)?.findDetails(ErrorSchema) ?? [];
  return new GrpcRefusal(code, detail, details);
}
