// The two subprotocols (docs/protocol.md): text frames for hubbub.json, binary ones for hubbub.proto, and what is no frame of
// ours ends the socket with 4504. Several frames may travel in one message.
import { binary, fragments, protoRequest, request, text, type FrameCase } from './case.ts';
import { join, opcodes } from './frame.ts';

const malformed = { close: 4504 } as const;

const json: readonly FrameCase[] = [
  { name: 'JSON in a text frame', send: [text(request(1))], replies: [1], end: 'open' },
  { name: 'JSON in a binary frame', send: [binary(request(1))], replies: [], end: malformed },
  {
    name: 'JSON in a fragmented binary message',
    send: fragments([request(1).slice(0, 9), request(1).slice(9)], opcodes.binary),
    replies: [],
    end: malformed,
  },
  {
    name: 'three JSON frames in one message',
    send: [text([1, 2, 3].map((id) => request(id)).join('\n'))],
    replies: [1, 2, 3],
    end: 'open',
  },
  {
    name: 'a bad line among good ones: none of them counts',
    send: [text(`${request(1)}\n{\n${request(2)}`)],
    replies: [],
    end: malformed,
  },
  { name: 'a blank message', send: [text('\n\n')], replies: [], end: 'open' },
  ...['', ' ', '{', 'null', '[]', '5', '"x"', '{"id":1}', '\u0000', '\ufeff{}'].map(
    (said): FrameCase => ({
      name: `no frame of ours: ${JSON.stringify(said)}`,
      send: [text(said)],
      replies: [],
      end: malformed,
    }),
  ),
  {
    name: 'nothing is answered behind what is no frame of ours',
    send: [join([text('{'), text(request(1))])],
    replies: [],
    end: malformed,
  },
];

const proto: readonly FrameCase[] = [
  {
    name: 'protobuf in a binary frame',
    send: [binary(protoRequest(1))],
    replies: [1],
    end: 'open',
  },
  {
    name: 'protobuf in a text frame',
    send: [text(protoRequest(1))],
    replies: [],
    end: malformed,
  },
  {
    name: 'protobuf in a fragmented binary message',
    send: fragments([protoRequest(1).slice(0, 3), protoRequest(1).slice(3)], opcodes.binary),
    replies: [1],
    end: 'open',
  },
  {
    name: 'three protobuf frames in one message',
    send: [binary(join([1, 2, 3].map((id) => protoRequest(id))))],
    replies: [1, 2, 3],
    end: 'open',
  },
  ...['00', 'ff', '0a', '7f08', 'ffffffff0f', '031201', '020801'].map((hex): FrameCase => ({
    name: `no frame of ours: ${hex}`,
    send: [binary(Uint8Array.fromHex(hex))],
    replies: [],
    end: malformed,
  })),
].map((one) => ({ ...one, codec: 'proto' }) as FrameCase);

export const codecs: readonly FrameCase[] = [...json, ...proto];
