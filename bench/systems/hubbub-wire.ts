// Hubbub's two codecs, as a load needs them: requests are written as text or by the codec of the contract, and what comes is
// counted without being decoded.
import {
  binaryCodec,
  DescriptorShapes,
  frameShapes,
  methods,
  type OperationInput,
  type OperationName,
  type Row,
} from '@hubbub/protocol';
import { countContents, countOf } from '../generator/content.ts';
import type { Running, Said, Seen } from './system.ts';

export interface Saying {
  readonly id: number;
  readonly conversation: string;
  readonly clientMsgId: string;
  readonly text: string;
}

export interface Wire {
  readonly protocol: string;
  request<N extends OperationName>(id: number, op: N, args: OperationInput<N>): Said;
  send(saying: Saying): Said;
  /** Is this the answer to request 1? Throws when it is a refusal. */
  isGreeted(message: Buffer): boolean;
  readonly read: Running['read'];
}

const newline = 10;
const idMark = Buffer.from('{"id":');
const errorMark = Buffer.from('"error":');

export const jsonWire: Wire = {
  protocol: 'hubbub.json',
  request: (id, op, args) => JSON.stringify({ id, op, args }),
  send: ({ id, conversation, clientMsgId, text }) =>
    `{"id":${id},"op":"message.send","args":{"conversation":"${conversation}","clientMsgId":"${clientMsgId}","text":"${text}"}}`,
  isGreeted(message) {
    const text = message.toString();
    if (!text.startsWith('{"id":1,')) return false;
    if (text.includes('"error"')) throw new Error(text);
    return true;
  },
  /** A message holds lines, each a reply or an event; an event can hold several messages, the reader's own among them. */
  read(bytes, { start, end, socket }, seen) {
    for (let from = start; from < end;) {
      const found = bytes.indexOf(newline, from);
      const to = found < 0 || found > end ? end : found;
      if (bytes[from + 2] === idMark[2]) {
        seen.replies += 1;
        const error = bytes.indexOf(errorMark, from);
        if (error >= 0 && error < from + 24) refuse(seen, () => bytes.toString('utf8', from, to));
      } else seen.events += othersIn(bytes, { start: from, end: to }, socket);
      from = to + 1;
    }
  },
};

const codec = binaryCodec(frameShapes, false);
const shapes = new DescriptorShapes();
/** Field numbers with their wire type, from frame.proto. */
const replyTag = 0x0a;
const idTag = 0x08;
const errorTag = 0x1a;

export const protoWire: Wire = {
  protocol: 'hubbub.proto',
  request: (id, op, args) =>
    codec.writeRequest(shapes.of(methods[op].input), { id, op, args: args as Row }),
  send: ({ id, conversation, clientMsgId, text }) =>
    protoWire.request(id, 'message.send', {
      conversation,
      clientMsgId,
      content: { case: 'text', value: text },
    }),
  isGreeted(message) {
    for (const frame of codec.readFrames(message)) {
      if ('event' in frame || frame.id !== 1) continue;
      if ('error' in frame) throw frame.error;
      return true;
    }
    return false;
  },
  read(bytes, { start, end, socket }, seen) {
    for (let at = start; at < end;) {
      const { value: size, next } = varint(bytes, at);
      if (bytes[next] === replyTag) {
        seen.replies += 1;
        refuseError(bytes, { start: next, end: next + size }, seen);
      } else seen.events += othersIn(bytes, { start: next, end: next + size }, socket);
      at = next + size;
    }
  },
};

interface Span {
  readonly start: number;
  readonly end: number;
}

function othersIn(bytes: Buffer, range: Span, socket: number): number {
  return countContents(bytes, range.start, range.end) - countOf(bytes, range, socket);
}

/** After the tag and the size of the reply come its id and its outcome. */
function refuseError(bytes: Buffer, { start, end }: Span, seen: Seen): void {
  let at = varint(bytes, start + 1).next;
  if (bytes[at] === idTag) at = varint(bytes, at + 1).next;
  if (bytes[at] === errorTag) refuse(seen, () => bytes.toString('latin1', at, end));
}

function refuse(seen: Seen, text: () => string): void {
  if (seen.refused === undefined) throw new Error(text());
  seen.refused += 1;
}

function varint(bytes: Buffer, at: number): { value: number; next: number } {
  let value = 0;
  for (let shift = 0, next = at; ; shift += 7, next += 1) {
    const byte = bytes[next] ?? 0;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return { value, next: next + 1 };
  }
}
