// The client's side of both codecs, for raw sockets in tests; built on the frames of the protocol package.
import { findMethod, type CodecName, type OperationName, type ServerFrame } from '@hubbub/protocol';
import { frameShapes } from '../../packages/protocol/src/codec.ts';
import { binaryCodec, jsonCodec, type FrameCodec } from '../../packages/protocol/src/frames.ts';
import { DescriptorShapes } from '../../packages/protocol/src/descriptor-shapes.ts';
import type { Row } from '../../packages/protocol/src/shape.ts';
import { create } from '@bufbuild/protobuf';

const shapes = new DescriptorShapes();
const clients: Record<CodecName, FrameCodec> = {
  json: jsonCodec(frameShapes, false),
  proto: binaryCodec(frameShapes, false),
};

interface Outgoing {
  readonly id: number;
  readonly op: string;
  readonly args: object;
}

export function encodeRequest(codec: CodecName, { id, op, args }: Outgoing) {
  const { input } = methodOf(op);
  return clients[codec].writeRequest(shapes.of(input), {
    id,
    op,
    args: create(input, args as Record<string, unknown>) as unknown as Row,
  });
}

export function decodeFrames(codec: CodecName, data: string | Uint8Array): ServerFrame[] {
  return clients[codec].readFrames(data);
}

export function decodeReply(codec: CodecName, op: OperationName, raw: unknown): object {
  return clients[codec].readBody(shapes.of(methodOf(op).output), raw);
}

function methodOf(op: string) {
  const method = findMethod(op);
  if (method === undefined) throw new Error(`there is no operation ${op}`);
  return method;
}
