// The protobuf wire's primitives over one growing buffer. Every length is checked against what is left before it is used.
import { OperationError } from './errors.ts';

const encoder = new TextEncoder();
// One for all: whatever it refused, it begins the next text anew.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** A larger buffer is let go after use. */
const mostKept = 65_536;

function malformed(): OperationError {
  return new OperationError('MALFORMED', 'The bytes are no message of this type.');
}

export class ByteWriter {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #at = 0;

  get length(): number {
    return this.#at;
  }

  varint(value: number): void {
    this.#reserve(5);
    let rest = value >>> 0;
    for (; rest > 0x7f; rest >>>= 7) this.#bytes[this.#at++] = (rest & 0x7f) | 0x80;
    this.#bytes[this.#at++] = rest;
  }

  /** int32 and int64 are sign-extended to 64 bits. */
  varint64(value: bigint): void {
    this.#reserve(10);
    let rest = BigInt.asUintN(64, value);
    for (; rest > 0x7fn; rest >>= 7n) this.#bytes[this.#at++] = Number(rest & 0x7fn) | 0x80;
    this.#bytes[this.#at++] = Number(rest);
  }

  double(value: number): void {
    this.#reserve(8);
    this.#view.setFloat64(this.#at, value, true);
    this.#at += 8;
  }

  float(value: number): void {
    this.#reserve(4);
    this.#view.setFloat32(this.#at, value, true);
    this.#at += 4;
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#at++] = value;
  }

  bytes(value: Uint8Array): void {
    this.varint(value.length);
    this.raw(value);
  }

  raw(value: Uint8Array): void {
    this.#reserve(value.length);
    this.#bytes.set(value, this.#at);
    this.#at += value.length;
  }

  string(value: string): void {
    const { length } = value;
    this.#reserve(length * 3 + 5);
    const start = this.#at;
    // Short ASCII, as ids and keys are, is faster by hand than through the encoder (scripts/measure-codec.ts).
    let i = 0;
    if (length < 64) {
      this.#bytes[this.#at++] = length;
      for (; i < length; i += 1) {
        const unit = value.charCodeAt(i);
        if (unit > 0x7f) break;
        this.#bytes[this.#at++] = unit;
      }
      if (i === length) return;
    }
    this.#at = start;
    const opened = this.open();
    this.#at += encoder.encodeInto(value, this.#bytes.subarray(this.#at)).written;
    this.close(opened);
  }

  /** Begins a part with its length before it. @returns what closes it */
  open(): number {
    this.#reserve(1);
    this.#at += 1;
    return this.#at;
  }

  close(start: number): void {
    const size = this.#at - start;
    let extra = 0;
    for (let rest = size >>> 7; rest > 0; rest >>>= 7) extra += 1;
    if (extra > 0) {
      this.#reserve(extra);
      this.#bytes.copyWithin(start + extra, start, this.#at);
    }
    this.#at = start - 1;
    this.varint(size);
    this.#at += size;
  }

  /** What was written, as a copy; the next message begins anew in the same buffer. */
  finish(): Uint8Array<ArrayBuffer> {
    const done = this.#bytes.slice(0, this.#at);
    this.#at = 0;
    if (this.#bytes.length > mostKept) {
      this.#bytes = new Uint8Array(256);
      this.#view = new DataView(this.#bytes.buffer);
    }
    return done;
  }

  /** After a message that could not be written. */
  clear(): void {
    this.#at = 0;
  }

  #reserve(size: number): void {
    if (this.#at + size <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#at + size));
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}

export class ByteReader {
  #at: number;
  readonly #end: number;

  constructor(
    readonly source: Uint8Array,
    from = 0,
    to = source.length,
  ) {
    this.#at = from;
    this.#end = to;
  }

  get done(): boolean {
    return this.#at >= this.#end;
  }

  /** The low 32 bits; ten bytes at most. */
  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#byte();
      if (shift < 32) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw malformed();
  }

  varint64(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, value);
    }
    throw malformed();
  }

  double(): number {
    const at = this.#take(8);
    return new DataView(this.source.buffer, this.source.byteOffset + at, 8).getFloat64(0, true);
  }

  float(): number {
    const at = this.#take(4);
    return new DataView(this.source.buffer, this.source.byteOffset + at, 4).getFloat32(0, true);
  }

  byte(): number {
    return this.#byte();
  }

  /** A part of the source, not a copy. */
  bytes(): Uint8Array {
    const size = this.varint();
    const at = this.#take(size);
    return this.source.subarray(at, at + size);
  }

  string(): string {
    try {
      return decoder.decode(this.bytes());
    } catch {
      throw malformed();
    }
  }

  /** A reader of the next length-prefixed part. */
  part(): ByteReader {
    const size = this.varint();
    const from = this.#take(size);
    return new ByteReader(this.source, from, from + size);
  }

  /** Passes over one field; groups are no part of proto3 and are refused. */
  skip(wire: number): void {
    if (wire === 0) this.varint();
    else if (wire === 1) this.#take(8);
    else if (wire === 2) this.bytes();
    else if (wire === 5) this.#take(4);
    else throw malformed();
  }

  #byte(): number {
    if (this.#at >= this.#end) throw malformed();
    return this.source[this.#at++] ?? 0;
  }

  #take(size: number): number {
    const at = this.#at;
    if (size > this.#end - at) throw malformed();
    this.#at = at + size;
    return at;
  }
}
