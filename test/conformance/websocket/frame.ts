// Frames of RFC 6455, section 5.2, byte for byte: what a client may send, what it may not, and what a server said. It shares
// no code with anything that speaks WebSocket here.
export const opcodes = { more: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface FrameParts {
  readonly opcode: number;
  readonly payload?: string | Uint8Array;
  /** The last frame of its message; true unless said. */
  readonly fin?: boolean;
  /** The three reserved bits, as a number from 0 to 7: RSV1 is 4. */
  readonly rsv?: number;
  /** A client masks; undefined leaves the mask out. */
  readonly mask?: readonly [number, number, number, number] | undefined;
  /** How the length is written; the shortest form unless said. */
  readonly form?: 7 | 16 | 64;
  /** The length that is claimed, where it is not the payload's. */
  readonly claims?: bigint;
}

const usualMask = [0x37, 0xfa, 0x21, 0x3d] as const;

export function frame(parts: FrameParts): Uint8Array {
  const { opcode, fin = true, rsv = 0 } = parts;
  const mask = 'mask' in parts ? parts.mask : usualMask;
  const payload = bytesOf(parts.payload ?? '');
  const claimed = parts.claims ?? BigInt(payload.length);
  const head = [(fin ? 0x80 : 0) | (rsv << 4) | opcode, ...lengthBytes(claimed, parts.form)];
  if (mask === undefined) return join([Uint8Array.from(head), payload]);
  head[1] = (head[1] ?? 0) | 0x80;
  const masked = payload.map((byte, i) => byte ^ (mask[i % 4] ?? 0));
  return join([Uint8Array.from([...head, ...mask]), masked]);
}

function lengthBytes(length: bigint, form = shortestForm(length)): number[] {
  if (form === 7) return [Number(length)];
  const bytes = form === 16 ? 2 : 8;
  const digits = Array.from({ length: bytes }, (_, i) =>
    Number((length >> BigInt(8 * (bytes - 1 - i))) & 0xffn),
  );
  return [form === 16 ? 126 : 127, ...digits];
}

function shortestForm(length: bigint): 7 | 16 | 64 {
  if (length < 126n) return 7;
  return length < 65_536n ? 16 : 64;
}

export function bytesOf(data: string | Uint8Array): Uint8Array {
  return typeof data === 'string' ? new TextEncoder().encode(data) : data;
}

export function join(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** A frame as a server has sent it. */
export interface Heard {
  readonly opcode: number;
  readonly fin: boolean;
  readonly rsv: number;
  readonly masked: boolean;
  /** The length could have been written shorter. */
  readonly isLong: boolean;
  readonly payload: Uint8Array;
}

/** The first frame of these bytes and what stands behind it; undefined while it is not whole. */
export function firstFrame(
  bytes: Uint8Array,
): { readonly frame: Heard; readonly rest: Uint8Array } | undefined {
  if (bytes.length < 2) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const short = view.getUint8(1) & 0x7f;
  const wide = { 126: 2, 127: 8 }[short] ?? 0;
  if (bytes.length < 2 + wide) return undefined;
  const length = wide === 0 ? short : wide === 2 ? view.getUint16(2) : Number(view.getBigUint64(2));
  const masked = (view.getUint8(1) & 0x80) !== 0;
  const start = 2 + wide + (masked ? 4 : 0);
  if (bytes.length < start + length) return undefined;
  const first = view.getUint8(0);
  const least = { 2: 126, 8: 65_536 }[wide] ?? 0;
  return {
    frame: {
      opcode: first & 0x0f,
      fin: (first & 0x80) !== 0,
      rsv: (first >> 4) & 7,
      masked,
      isLong: length < least,
      payload: bytes.slice(start, start + length),
    },
    rest: bytes.subarray(start + length),
  };
}
