// The least of RFC 6455 that a client needs. Frames are masked with the key 0, which leaves the payload as it is: allowed,
// and it saves the generator a pass over the bytes.
export const opcode = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** A masked frame of a client. */
export function clientFrame(payload: string | Uint8Array, kind: number = opcode.text): Buffer {
  const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
  const head = bytes.length < 126 ? 2 : bytes.length < 65_536 ? 4 : 10;
  const frame = Buffer.alloc(head + 4 + bytes.length);
  frame[0] = 0x80 | kind;
  if (head === 2) frame[1] = 0x80 | bytes.length;
  else if (head === 4) {
    frame[1] = 0x80 | 126;
    frame.writeUInt16BE(bytes.length, 2);
  } else {
    frame[1] = 0x80 | 127;
    frame.writeBigUInt64BE(BigInt(bytes.length), 2);
  }
  frame.set(bytes, head + 4);
  return frame;
}

/** Text as text, bytes as binary. */
export function frameOf(said: string | Uint8Array): Buffer {
  return clientFrame(said, typeof said === 'string' ? opcode.text : opcode.binary);
}

/** `bytes` belongs to the reader and is valid during the call only. */
export type OnFrame = (bytes: Buffer, start: number, end: number) => void;
export type OnControl = (kind: number, payload: Buffer) => void;

const empty = Buffer.alloc(0);

/** Cuts what a server sends into frames without copying, except where one is torn between two reads. */
export class FrameReader {
  private rest: Buffer = empty;

  constructor(
    private readonly onFrame: OnFrame,
    private readonly onControl: OnControl,
  ) {}

  push(chunk: Buffer): void {
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const used = this.readFrames(bytes);
    this.rest = used === bytes.length ? empty : Buffer.from(bytes.subarray(used));
  }

  private readFrames(bytes: Buffer): number {
    let at = 0;
    while (at + 2 <= bytes.length) {
      let start = at + 2;
      let length = (bytes[at + 1] ?? 0) & 0x7f;
      if (length === 126) {
        if (start + 2 > bytes.length) break;
        length = bytes.readUInt16BE(start);
        start += 2;
      } else if (length === 127) {
        if (start + 8 > bytes.length) break;
        length = Number(bytes.readBigUInt64BE(start));
        start += 8;
      }
      const end = start + length;
      if (end > bytes.length) break;
      const kind = (bytes[at] ?? 0) & 0x0f;
      if (kind >= opcode.close) this.onControl(kind, bytes.subarray(start, end));
      else this.onFrame(bytes, start, end);
      at = end;
    }
    return at;
  }
}
