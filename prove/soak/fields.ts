// The encoding of Protocol Buffers: numbers in groups of seven bits, and fields of number and value.

export interface Field {
  readonly number: number;
  readonly kind: number;
  /** Of kind 0. */
  readonly value: number;
  /** Of every other kind. */
  readonly bytes: Uint8Array;
}

const none = new Uint8Array();

export class Reader {
  constructor(
    private readonly data: Uint8Array,
    private at = 0,
  ) {}

  get isAtEnd(): boolean {
    return this.at >= this.data.length;
  }

  varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.data[this.at++];
      if (byte === undefined) throw new Error('a number is cut off');
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }

  take(length: number): Uint8Array {
    const end = this.at + length;
    if (end > this.data.length) throw new Error('a value is cut off');
    const bytes = this.data.subarray(this.at, end);
    this.at = end;
    return bytes;
  }
}

export function fieldsOf(data: Uint8Array): readonly Field[] {
  const fields: Field[] = [];
  const reader = new Reader(data);
  while (!reader.isAtEnd) {
    const tag = reader.varint();
    const [number, kind] = [Math.floor(tag / 8), tag & 7];
    if (kind === 0) fields.push({ number, kind, value: reader.varint(), bytes: none });
    else fields.push({ number, kind, value: 0, bytes: reader.take(lengthOf(kind, reader)) });
  }
  return fields;
}

function lengthOf(kind: number, reader: Reader): number {
  if (kind === 2) return reader.varint();
  if (kind === 1) return 8;
  if (kind === 5) return 4;
  throw new Error(`there is no kind ${kind} of field`);
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();

export function textOf(fields: readonly Field[], number: number): string {
  return decoder.decode(fields.find((one) => one.number === number)?.bytes);
}

export class Writer {
  private readonly bytes: number[] = [];

  varint(value: number): this {
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) this.bytes.push((rest % 128) | 128);
    this.bytes.push(rest);
    return this;
  }

  number(field: number, value: number): this {
    return this.varint(field * 8).varint(value);
  }

  data(field: number, value: Uint8Array | string): this {
    const bytes = typeof value === 'string' ? encoder.encode(value) : value;
    return this.varint(field * 8 + 2).framed(bytes);
  }

  framed(bytes: Uint8Array): this {
    this.varint(bytes.length);
    for (const byte of bytes) this.bytes.push(byte);
    return this;
  }

  done(): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(this.bytes);
  }
}
