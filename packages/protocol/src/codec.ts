// The server's side of the socket's two codecs: strict, with the limits of the contract. One interface, `json` and
// `proto`. Derived from the descriptors, so that the proto files stay the only schema.
import type { DescMessage, MessageInitShape, MessageShape } from '@bufbuild/protobuf';
import { BinaryReaders } from './binary.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { OperationError } from './errors.ts';
import {
  binaryCodec,
  jsonCodec,
  type CodecName,
  type FrameCodec,
  type FrameData,
  type FrameShapes,
  type RawRequest,
} from './frames.ts';
import { EventSchema, type Event } from './gen/hubbub/v1/event_pb.ts';
import { MessageSchema } from './gen/hubbub/v1/stream_pb.ts';
import { ErrorSchema, FrameSchema, RequestSchema } from './gen/hubbub/v1/frame_pb.ts';
import { LimitChecks } from './limits.ts';
import type { DescOperation } from './operations.ts';
import { DescriptorShapes } from './descriptor-shapes.ts';
import type { Row } from './shape.ts';
import { BinarySourceWriters, JsonSourceWriters, sourceMaker } from './source.ts';

export interface Codec {
  readonly name: CodecName;
  /** What the client asks for at the upgrade, e.g. "hubbub.json". */
  readonly subprotocol: string;
  /** The frames of one WebSocket message, in order. Throws MALFORMED when one cannot be read: none of them counts then. */
  decodeRequests(data: string | Uint8Array): RawRequest[];
  /** The args of a request, complete and within their limits. Throws FIELD, UNKNOWN or MALFORMED. */
  decodeArgs<M extends DescOperation>(method: M, raw: unknown): MessageShape<M['input']>;
  encodeReply<M extends DescOperation>(
    id: number,
    method: M,
    output: MessageInitShape<M['output']> | OperationError,
  ): FrameData;
  /** An error to a request whose operation is not known. */
  encodeError(id: number, error: OperationError): FrameData;
  encodeEvent(event: Event): FrameData;
  /** Many frames as one WebSocket message. */
  joinFrames(frames: readonly FrameData[]): FrameData;
}

/** Throws FIELD or UNKNOWN when a message breaks the limits of its type: for doors that decode it themselves. */
export type CheckLimits = <M extends DescOperation>(
  method: M,
  args: MessageShape<M['input']>,
) => void;

const shapes = new DescriptorShapes();
const limits = new LimitChecks();

export const frameShapes: FrameShapes = {
  request: shapes.of(RequestSchema),
  frame: shapes.of(FrameSchema),
  event: shapes.of(EventSchema),
  error: shapes.of(ErrorSchema),
};

export const checkLimits: CheckLimits = (method, args) => {
  limits.of(method.input)(args as Row, '');
};

export const codecs: Readonly<Record<CodecName, Codec>> = {
  json: serverCodec(jsonCodec(frameShapes, true, jsonWriters())),
  proto: serverCodec(binaryCodec(frameShapes, true, new BinarySourceWriters())),
};

function jsonWriters(): JsonSourceWriters {
  const writers = new JsonSourceWriters();
  // A message that is sent is said twice in its reply, and in the event (docs/adr/0043).
  writers.remember(shapes.of(MessageSchema));
  return writers;
}

const reader = binaryCodec(frameShapes, false);

/** An event from its frame in the binary codec. */
export function readEventFrame(bytes: Uint8Array): Event {
  const [frame] = reader.readFrames(bytes);
  if (frame === undefined || !('event' in frame)) throw new Error('no event is in this frame');
  return frame.event;
}

/** Makes messages out of some fields, which hold messages themselves: nothing is looked at or copied. */
export function makerOf<D extends DescMessage>(
  desc: D,
): (fields: Partial<Omit<MessageShape<D>, '$typeName'>>) => MessageShape<D> {
  return sourceMaker(shapes.of(desc)) as never;
}

/** One type of message as bytes, as the store keeps it. */
export interface MessageBytes<T> {
  /** Fields that are not given are those that are empty. */
  write(message: Partial<T>): Uint8Array;
  read(bytes: Uint8Array): T;
}

/** Deterministic protobuf, byte for byte as protobuf-es makes it, in a quarter of its time. */
export function bytesOf<D extends DescMessage>(
  desc: D,
  message: Partial<MessageShape<D>>,
): Uint8Array {
  let bytes = known.get(desc);
  if (bytes === undefined) known.set(desc, (bytes = messageBytes(desc)));
  return bytes.write(message);
}

const known = new Map<DescMessage, MessageBytes<object>>();

/** The same bytes as protobuf-es makes, at a cost that does not grow with the fields a type has. */
export function messageBytes<D extends DescMessage>(desc: D): MessageBytes<MessageShape<D>> {
  const shape = shapes.of(desc);
  const write = new BinarySourceWriters().of(shape);
  const read = new BinaryReaders(false).of(shape);
  const out = new ByteWriter();
  return {
    write: (message) => {
      try {
        write(message as Row, out);
      } catch (error) {
        // What was begun must not stand before the next one.
        out.finish();
        throw error;
      }
      return out.finish();
    },
    read: (bytes) => read(new ByteReader(bytes), 0) as unknown as MessageShape<D>,
  };
}

/** Of messages as bytes one oneof alone; what else they say is passed over. */
export function oneofReader<D extends DescMessage, K extends string & keyof MessageShape<D>>(
  desc: D,
  oneof: K,
): (bytes: Uint8Array) => MessageShape<D>[K] {
  const { typeName, fields } = shapes.of(desc);
  const shape = { typeName, oneofs: [oneof], fields: fields.filter((one) => one.oneof === oneof) };
  const read = new BinaryReaders(false).of(shape);
  return (bytes) => read(new ByteReader(bytes), 0)[oneof] as MessageShape<D>[K];
}

function serverCodec(frames: FrameCodec): Codec {
  return {
    name: frames.name,
    subprotocol: frames.subprotocol,
    decodeRequests: (data) => frames.readRequests(data),
    decodeArgs: <M extends DescOperation>(method: M, raw: unknown) => {
      const args = frames.readBody(shapes.of(method.input), raw);
      limits.of(method.input)(args, '');
      return args as MessageShape<M['input']>;
    },
    encodeReply: (id, method, output) =>
      output instanceof OperationError
        ? frames.writeError(id, output)
        : frames.writeReply(shapes.of(method.output), id, output as Row),
    encodeError: (id, error) => frames.writeError(id, error),
    encodeEvent: (event) => frames.writeEvent(event as unknown as Row),
    joinFrames: (all) => frames.join(all),
  };
}
