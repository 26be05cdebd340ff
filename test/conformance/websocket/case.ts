// What a case is made of: the bytes that are sent, and what must come back. What is expected stands in RFC 6455, RFC 7692 or
// docs/protocol.md, never in what a server happened to do.
import { frame, join, opcodes, type FrameParts } from './frame.ts';

export type Codec = 'json' | 'proto';

/** How the connection has to stand when all is said. */
export type End =
  /** It lives: a ping is answered. */
  | 'open'
  /** A close frame with this code comes back, none for 1005, then the TCP connection ends. */
  | { readonly close: number }
  /** The server fails the connection (RFC 6455, 7.1.7): a close frame with this code, or none, and TCP ends. */
  | { readonly fails: number | readonly number[] };

export interface FrameCase {
  readonly name: string;
  readonly codec?: Codec;
  /** Written one after the other. */
  readonly send: readonly Uint8Array[];
  /** Payloads of the pongs, in order. */
  readonly pongs?: readonly string[];
  /** Ids of the requests that were answered, in order. */
  readonly replies?: readonly number[];
  readonly end: End;
}

export interface HandshakeCase {
  readonly name: string;
  readonly codec?: Codec;
  /** The request as it is written, in pieces. */
  readonly request: readonly (string | Uint8Array)[];
  readonly status: number | 'no socket';
  /** Headers that must be there, in lower case; null: must not be there. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** What was sent behind the request is answered. */
  readonly replies?: readonly number[];
  readonly pongs?: readonly string[];
}

export const text = (payload: string | Uint8Array, more: Partial<FrameParts> = {}) =>
  frame({ opcode: opcodes.text, payload, ...more });
export const binary = (payload: string | Uint8Array, more: Partial<FrameParts> = {}) =>
  frame({ opcode: opcodes.binary, payload, ...more });
export const more = (payload: string | Uint8Array, parts: Partial<FrameParts> = {}) =>
  frame({ opcode: opcodes.more, payload, ...parts });
export const ping = (payload: string | Uint8Array = '', parts: Partial<FrameParts> = {}) =>
  frame({ opcode: opcodes.ping, payload, ...parts });
export const pong = (payload: string | Uint8Array = '', parts: Partial<FrameParts> = {}) =>
  frame({ opcode: opcodes.pong, payload, ...parts });

export function close(
  code?: number,
  reason: string | Uint8Array = '',
  parts: Partial<FrameParts> = {},
): Uint8Array {
  const bytes = typeof reason === 'string' ? new TextEncoder().encode(reason) : reason;
  const payload =
    code === undefined ? bytes : join([Uint8Array.from([code >> 8, code & 0xff]), bytes]);
  return frame({ opcode: opcodes.close, payload, ...parts });
}

/** A request that any server of ours answers, whoever asks: there is no such operation. */
export function request(id: number, args = '{}'): string {
  return `{"id":${id},"op":"no.such","args":${args}}`;
}

/** A request of exactly so many bytes. */
export function requestOf(bytes: number, id = 1): string {
  const [head, tail] = request(id, '"|"').split('|') as [string, string];
  return `${head}${'x'.repeat(bytes - head.length - tail.length)}${tail}`;
}

/** The same request in protobuf: id, op and nothing more. */
export function protoRequest(id: number): Uint8Array {
  const op = new TextEncoder().encode('no.such');
  return Uint8Array.from([4 + op.length, 0x08, id, 0x12, op.length, ...op]);
}

/** The pieces as one fragmented message. */
export function fragments(
  pieces: readonly (string | Uint8Array)[],
  opcode: number = opcodes.text,
): Uint8Array[] {
  return pieces.map((payload, i) =>
    frame({ opcode: i === 0 ? opcode : opcodes.more, payload, fin: i === pieces.length - 1 }),
  );
}

/** The bytes in pieces of this size. */
export function pieces(bytes: Uint8Array, size: number): Uint8Array[] {
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, i) => bytes.slice(i * size, (i + 1) * size));
}
