// One codec's side: a socket that sends args as they are given and reads what comes back with protobuf's own library.
import {
  create,
  fromBinary,
  fromJson,
  toBinary,
  toJson,
  type JsonObject,
  type JsonValue,
} from '@bufbuild/protobuf';
import { findMethod } from '@hubbub/protocol';
import {
  FrameSchema,
  RequestSchema,
} from '../../../packages/protocol/src/gen/hubbub/v1/frame_pb.ts';

export interface Asked {
  readonly op: string;
  readonly json: string;
  readonly proto: Uint8Array;
}

/** What both codecs must agree on. */
export type Answer =
  | { readonly reason: string; readonly code: string; readonly retryable: boolean }
  | { readonly ok: JsonValue }
  | { readonly closed: number };

export interface Side {
  readonly codec: 'json' | 'proto';
  ask(asked: Asked): Promise<Answer>;
  close(): void;
}

interface Reply {
  readonly id: number;
  readonly ok?: unknown;
  readonly error?: { readonly reason: string; readonly code: string; readonly retryable?: boolean };
}

/** @param onSent hears each message as it leaves */
export async function openSide(
  url: string,
  codec: Side['codec'],
  onSent: (message: string | Uint8Array) => void = () => undefined,
): Promise<Side> {
  const ws = new WebSocket(url, [`hubbub.${codec}`]);
  ws.binaryType = 'arraybuffer';
  const waiting = new Map<number, (reply: Reply | number) => void>();
  let closed: number | undefined;
  let ids = 0;
  ws.onmessage = ({ data }) => {
    const read =
      codec === 'json' ? readJson(String(data)) : readProto(new Uint8Array(data as ArrayBuffer));
    for (const reply of read) waiting.get(reply.id)?.(reply);
  };
  ws.onclose = ({ code }) => {
    closed = code;
    for (const end of waiting.values()) end(code);
  };
  await new Promise((resolve, reject) => {
    ws.onopen = resolve;
    ws.onerror = reject;
  });
  return {
    codec,
    close: () => ws.close(),
    async ask({ op, json, proto }) {
      if (closed !== undefined) return { closed };
      const id = ++ids;
      const answered = new Promise<Reply | number>((done) => waiting.set(id, done));
      const message =
        codec === 'json' ? `{"id":${id},"op":"${op}","args":${json}}` : requestBytes(id, op, proto);
      onSent(message);
      ws.send(message);
      const reply = await answered;
      waiting.delete(id);
      return typeof reply === 'number' ? { closed: reply } : answerOf(op, reply);
    },
  };
}

function answerOf(op: string, { ok, error }: Reply): Answer {
  if (error !== undefined)
    return { reason: error.reason, code: error.code, retryable: error.retryable === true };
  const output = findMethod(op)?.output;
  if (output === undefined) throw new Error(`${op} was answered`);
  const message =
    ok instanceof Uint8Array ? fromBinary(output, ok) : fromJson(output, ok as JsonObject);
  return { ok: toJson(output, message) };
}

function readJson(text: string): Reply[] {
  const frames = text.split('\n').map((line) => JSON.parse(line) as Reply | { event: object });
  return frames.filter((frame): frame is Reply => !('event' in frame));
}

function readProto(bytes: Uint8Array): Reply[] {
  return parts(bytes).flatMap((part): Reply[] => {
    const { frame } = fromBinary(FrameSchema, part);
    if (frame.case !== 'reply') return [];
    const { id, outcome } = frame.value;
    if (outcome.case !== 'error') return [{ id, ok: outcome.value ?? new Uint8Array(0) }];
    const error = toJson(FrameSchema, create(FrameSchema, { frame })) as unknown as {
      readonly reply: { readonly error: NonNullable<Reply['error']> };
    };
    return [{ id, error: error.reply.error }];
  });
}

function requestBytes(id: number, op: string, args: Uint8Array): Uint8Array<ArrayBuffer> {
  const body = toBinary(RequestSchema, create(RequestSchema, { id, op, args }));
  return Uint8Array.from([...varint(body.length), ...body]);
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}

/** Each frame has its length before it. */
export function parts(bytes: Uint8Array): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      size |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    found.push(bytes.subarray(at, at + size));
    at += size;
  }
  return found;
}
