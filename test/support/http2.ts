// Requests to the gRPC port as bare HTTP/2, for what no gRPC client would send.
import { connect, type ClientHttp2Session, type OutgoingHttpHeaders } from 'node:http2';

export interface Answered {
  readonly status: number;
  /** gRPC's, from the headers or the trailers. */
  readonly grpcStatus: number | undefined;
  readonly details: boolean;
  /** RST_STREAM's code; 0 for a proper end. */
  readonly reset: number;
}

export interface Sent {
  readonly path: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: Uint8Array;
}

export const grpcHeaders = { 'content-type': 'application/grpc', te: 'trailers' };

export async function openHttp2(address: string): Promise<ClientHttp2Session> {
  const session = connect(`http://${address}`);
  session.on('error', () => undefined);
  await new Promise((resolve) => session.once('remoteSettings', resolve));
  return session;
}

export function send(
  session: ClientHttp2Session,
  { path, headers, body }: Sent,
): Promise<Answered> {
  const stream = session.request({ ':path': path, ':method': 'POST', ...grpcHeaders, ...headers });
  let answered = { status: 0, grpcStatus: undefined as number | undefined, details: false };
  const note = (got: Record<string, unknown>) => {
    const { ':status': status = answered.status, 'grpc-status': code } = got;
    answered = {
      status: Number(status),
      grpcStatus: code === undefined ? answered.grpcStatus : Number(code),
      details: answered.details || 'grpc-status-details-bin' in got,
    };
  };
  stream.on('error', () => undefined);
  stream.on('response', note);
  stream.on('trailers', note);
  stream.resume();
  stream.end(body ?? emptyMessage);
  return new Promise((resolve) =>
    stream.once('close', () => resolve({ ...answered, reset: stream.rstCode ?? 0 })),
  );
}

/** A message of no bytes. */
export const emptyMessage = framed(new Uint8Array());

/** @param flag 1 says that it is compressed */
export function framed(message: Uint8Array, flag = 0): Uint8Array {
  const frame = Buffer.alloc(5 + message.length);
  frame[0] = flag;
  frame.writeUInt32BE(message.length, 1);
  frame.set(message, 5);
  return frame;
}
