// The two codecs of the socket, over the shapes of the contract: frames in, frames out (docs/protocol.md). They know
// nothing of operations; whoever uses them says which shape the args and the reply of a request have.
//
// JSON: one frame a line. protobuf: a varint length before each frame. Both kinds of frames can be put one after the
// other into one WebSocket message, made by one codec each.
import { BinaryReaders, BinaryWriters } from './binary.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { OperationError } from './errors.ts';
import type { Event } from './gen/hubbub/v1/event_pb.ts';
import { JsonReaders, JsonWriters } from './json.ts';
import type { Row, Shape } from './shape.ts';
import { toOperationError, toWireError } from './wire-error.ts';

export type CodecName = 'json' | 'proto';
export type FrameData = string | Uint8Array<ArrayBuffer>;

/** A request as it stands in its frame; `args` are read when the operation is known. */
export interface RawRequest {
  /** 0: wants no reply. */
  readonly id: number;
  readonly op: string;
  readonly args: unknown;
}

export type ServerFrame =
  | { readonly event: Event }
  /** `ok` is read when the request that it answers is known. */
  | { readonly id: number; readonly ok: unknown }
  | { readonly id: number; readonly error: OperationError };

/** The messages that frames themselves are made of. */
export interface FrameShapes {
  readonly request: Shape;
  readonly frame: Shape;
  readonly event: Shape;
  readonly error: Shape;
}

export interface FrameCodec {
  readonly name: CodecName;
  readonly subprotocol: string;
  /** The frames of one WebSocket message. Throws MALFORMED. */
  readRequests(data: string | Uint8Array): RawRequest[];
  /** Throws MALFORMED for what is no reply or event. */
  readFrames(data: string | Uint8Array): ServerFrame[];
  /** Args or reply of `shape`. Throws FIELD or MALFORMED. */
  readBody(shape: Shape, raw: unknown): Row;
  writeRequest(shape: Shape, request: { id: number; op: string; args: Row }): FrameData;
  writeReply(shape: Shape, id: number, row: Row): FrameData;
  writeError(id: number, error: OperationError): FrameData;
  writeEvent(event: Row): FrameData;
  /** Many frames as one WebSocket message. */
  join(frames: readonly FrameData[]): FrameData;
}

const maxFrames = 1000;

function malformed(text: string): OperationError {
  return new OperationError('MALFORMED', text);
}

/** @param writers on the server those of source.ts */
export function jsonCodec(
  shapes: FrameShapes,
  strict: boolean,
  writers = new JsonWriters(),
): FrameCodec {
  const readers = new JsonReaders(strict);
  const writeEvent = writers.of(shapes.event);
  const writeErrorBody = writers.of(shapes.error);
  const readEvent = readers.of(shapes.event);
  const readErrorBody = readers.of(shapes.error);

  const serverFrame = (frame: Row): ServerFrame => {
    if ('event' in frame) return { event: readEvent(frame['event'], 'event') as unknown as Event };
    const id = readId(frame['id']);
    if ('ok' in frame) return { id, ok: frame['ok'] };
    return { id, error: toOperationError(readErrorBody(frame['error'], 'error')) };
  };
  return {
    name: 'json',
    subprotocol: 'hubbub.json',
    readRequests: (data) => readLines(data).map((frame) => readJsonRequest(frame, strict)),
    readFrames: (data) => readLines(data).map(serverFrame),
    readBody: (shape, raw) => readers.of(shape)(raw ?? {}, ''),
    writeRequest: (shape, { id, op, args }) =>
      `{"id":${id},"op":${JSON.stringify(op)},"args":${writers.of(shape)(args)}}`,
    writeReply: (shape, id, row) => `{"id":${id},"ok":${writers.of(shape)(row)}}`,
    writeError: (id, error) => `{"id":${id},"error":${writeErrorBody(toWireError(error))}}`,
    writeEvent: (event) => `{"event":${writeEvent(event)}}`,
    join: (frames) => frames.join('\n'),
  };
}

function readLines(data: string | Uint8Array): Row[] {
  if (typeof data !== 'string') throw malformed('Frames of hubbub.json are text.');
  if (!data.includes('\n')) return [readLine(data)];
  const lines = data.split('\n', maxFrames + 1);
  if (lines.length > maxFrames) throw malformed('Too many frames at once.');
  return lines.filter((line) => line.trim() !== '').map(readLine);
}

function readLine(line: string): Row {
  let frame: unknown;
  try {
    frame = JSON.parse(line);
  } catch {
    throw malformed('The frame is no JSON.');
  }
  if (typeof frame !== 'object' || frame === null || Array.isArray(frame))
    throw malformed('A frame is a JSON object.');
  return frame as Row;
}

function readJsonRequest(frame: Row, strict: boolean): RawRequest {
  if (strict)
    for (const key of Object.keys(frame))
      if (key !== 'id' && key !== 'op' && key !== 'args')
        throw malformed('A request has id, op and args, nothing else.');
  const { op } = frame;
  if (typeof op !== 'string' || op === '' || op.length > 64)
    throw malformed('A request names its op.');
  return { id: readId(frame['id'] ?? 0), op, args: frame['args'] };
}

function readId(id: unknown): number {
  if (typeof id !== 'number' || !Number.isInteger(id) || id < 0 || id > 0xffffffff)
    throw malformed('An id is a whole number from 0 to 4294967295.');
  return id === 0 ? 0 : id;
}

export function binaryCodec(
  shapes: FrameShapes,
  strict: boolean,
  writers = new BinaryWriters(),
): FrameCodec {
  const readers = new BinaryReaders(strict);
  const out = new ByteWriter();
  const write = (shape: Shape, row: Row) => {
    out.clear();
    writers.of(shape)(row, out);
    return out.finish();
  };
  const writeFrame = (shape: Shape, row: Row) => {
    out.clear();
    const frame = out.open();
    writers.of(shape)(row, out);
    out.close(frame);
    return out.finish();
  };
  const reply = (id: number, outcome: Row) =>
    writeFrame(shapes.frame, { frame: { case: 'reply', value: { id, outcome } } });
  const readAll = (data: string | Uint8Array, shape: Shape): Row[] => {
    if (typeof data === 'string') throw malformed('Frames of hubbub.proto are binary.');
    const source = new ByteReader(data);
    const frames: Row[] = [];
    while (!source.done) {
      if (frames.length >= maxFrames) throw malformed('Too many frames at once.');
      frames.push(readers.of(shape)(source.part(), 0));
    }
    return frames;
  };
  return {
    name: 'proto',
    subprotocol: 'hubbub.proto',
    readRequests: (data) => readAll(data, shapes.request).map(binaryRequest),
    readFrames: (data) => readAll(data, shapes.frame).map(binaryServerFrame),
    readBody: (shape, raw) => readers.of(shape)(new ByteReader(raw as Uint8Array), 0),
    writeRequest: (shape, { id, op, args }) =>
      writeFrame(shapes.request, { id, op, args: write(shape, args) }),
    writeReply: (shape, id, row) => reply(id, { case: 'ok', value: write(shape, row) }),
    writeError: (id, error) => reply(id, { case: 'error', value: toWireError(error) }),
    writeEvent: (event) => writeFrame(shapes.frame, { frame: { case: 'event', value: event } }),
    join: joinBytes,
  };
}

function binaryRequest(row: Row): RawRequest {
  const { id, op, args } = row as unknown as { id: number; op: string; args: Uint8Array };
  if (op === '' || op.length > 64) throw malformed('A request names its op.');
  return { id, op, args };
}

interface BinaryFrame {
  readonly frame:
    | { case: 'event'; value: Event }
    | {
        case: 'reply';
        value: {
          id: number;
          outcome:
            { case: 'ok'; value: unknown } | { case: 'error'; value: Row } | { case: undefined };
        };
      }
    | { case: undefined };
}

function binaryServerFrame(row: Row): ServerFrame {
  const { frame } = row as unknown as BinaryFrame;
  if (frame.case === 'event') return { event: frame.value };
  if (frame.case === undefined) throw malformed('A frame is a reply or an event.');
  const { id, outcome } = frame.value;
  if (outcome.case === 'error') return { id, error: toOperationError(outcome.value) };
  return { id, ok: outcome.case === 'ok' ? outcome.value : new Uint8Array(0) };
}

function joinBytes(frames: readonly FrameData[]): FrameData {
  const parts = frames as readonly Uint8Array<ArrayBuffer>[];
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
