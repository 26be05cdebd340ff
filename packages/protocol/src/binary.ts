// The protobuf wire, compiled from shapes. A test compares it with protobuf-es both ways; the reader is strict for the
// server (unknown fields and wrong wire types are refused; enum values are a matter of limits.ts) and lenient for the SDK.
import type { ByteReader, ByteWriter } from './bytes.ts';
import { OperationError } from './errors.ts';
import { badField } from './json.ts';
import type { FieldKind, FieldShape, OneofValue, Row, Shape } from './shape.ts';
import { makeTimestamp, type Timestamp } from './timestamp.ts';
import { compileZero, isZero } from './zero.ts';

export type BinaryWriter = (row: Row, out: ByteWriter) => void;
/** @param into a message read before, which this one is merged into, as protobuf wants it */
export type BinaryReader = (source: ByteReader, depth: number, into?: Row) => Row;
type ReadField = (row: Row, at: { source: ByteReader; depth: number; wire: number }) => void;

const maxDepth = 32;
const wires: Record<FieldKind, number> = {
  string: 2,
  bool: 0,
  uint32: 0,
  int32: 0,
  double: 1,
  bytes: 2,
  enum: 0,
  message: 2,
  time: 2,
};

export class BinaryWriters {
  readonly #made = new Map<Shape, BinaryWriter>();

  of(shape: Shape): BinaryWriter {
    return this.#made.get(shape) ?? this.make(shape);
  }

  /** Of types that hold themselves, too: it is known before the writers of its fields are asked for. */
  protected know(shape: Shape, write: BinaryWriter): BinaryWriter {
    this.#made.set(shape, write);
    return write;
  }

  protected make(shape: Shape): BinaryWriter {
    const parts: BinaryWriter[] = [];
    const write = this.know(shape, (row, out) => {
      for (const part of parts) part(row, out);
    });
    for (const field of byNumber(shape)) parts.push(this.#field(field));
    return write;
  }

  #field(field: FieldShape): BinaryWriter {
    const { name, oneof, optional, kind } = field;
    const tag = tagOf(field);
    const value = this.#value(field);
    const put = (held: unknown, out: ByteWriter) => {
      out.varint(tag);
      value(held, out);
    };
    if (oneof !== undefined)
      return (row, out) => {
        const held = row[oneof] as OneofValue | undefined;
        if (held?.case === name) put(held.value, out);
      };
    if (field.repeated) return this.#list(field, { put, value });
    return (row, out) => {
      const held = row[name];
      if (held !== undefined && (optional || !isZero(kind, held))) put(held, out);
    };
  }

  #list(
    field: FieldShape,
    write: Record<'put' | 'value', (held: unknown, out: ByteWriter) => void>,
  ): BinaryWriter {
    const { name, no } = field;
    if (!isPacked(field))
      return (row, out) => {
        for (const item of (row[name] as readonly unknown[] | undefined) ?? [])
          write.put(item, out);
      };
    return (row, out) => {
      const items = row[name] as readonly unknown[] | undefined;
      if (items === undefined || items.length === 0) return;
      out.varint(no * 8 + 2);
      const part = out.open();
      for (const item of items) write.value(item, out);
      out.close(part);
    };
  }

  #value(field: FieldShape): (value: unknown, out: ByteWriter) => void {
    const { kind, message } = field;
    if (kind === 'message' && message !== undefined) {
      const write = this.of(message);
      return (value, out) => {
        const part = out.open();
        write(value as Row, out);
        out.close(part);
      };
    }
    return (value, out) => writeScalar(out, kind, value);
  }
}

/** Not as they are declared (a oneof may hold a later one): the bytes of a message are always the same. */
export function byNumber({ fields }: Shape): readonly FieldShape[] {
  return fields.toSorted((a, b) => a.no - b.no);
}

/** A number, and how its value stands. */
export function tagOf({ no, kind }: FieldShape): number {
  return no * 8 + wires[kind];
}

/** Values of such a kind stand in a list one after the other, without a tag each. */
export function isPacked({ kind }: FieldShape): boolean {
  return wires[kind] !== 2;
}

function writeScalar(out: ByteWriter, kind: FieldKind, value: unknown): void {
  if (kind === 'string') out.string(value as string);
  else if (kind === 'uint32') out.varint(value as number);
  else if (kind === 'bool') out.varint(value === true ? 1 : 0);
  else if (kind === 'double') out.double(value as number);
  else if (kind === 'bytes') out.bytes(value as Uint8Array);
  else if (kind === 'time') writeTime(out, value as Timestamp);
  else writeInt(out, value as number);
}

export function writeInt(out: ByteWriter, value: number): void {
  if (value < 0) out.varint64(BigInt(value));
  else out.varint(value);
}

export function writeTime(out: ByteWriter, time: Timestamp): void {
  const part = out.open();
  if ((time.seconds ?? 0n) !== 0n) {
    out.varint(8);
    out.varint64(time.seconds);
  }
  if ((time.nanos ?? 0) !== 0) {
    out.varint(16);
    out.varint(time.nanos);
  }
  out.close(part);
}

export class BinaryReaders {
  readonly #made = new Map<Shape, BinaryReader>();

  constructor(readonly strict: boolean) {}

  of(shape: Shape): BinaryReader {
    const made = this.#made.get(shape);
    if (made !== undefined) return made;
    const zero = compileZero(shape);
    const fields = new Map<number, ReadField>();
    const { strict } = this;
    const read: BinaryReader = (source, depth, into) => {
      if (depth > maxDepth) throw badField('', 'is nested too deeply');
      const row = into ?? zero();
      while (!source.done) {
        const tag = source.varint();
        const field = fields.get(tag >>> 3);
        if (field !== undefined) field(row, { source, depth, wire: tag & 7 });
        else if (strict) throw badField(`field ${tag >>> 3}`, `is none of ${shape.typeName}`);
        else source.skip(tag & 7);
      }
      return row;
    };
    this.#made.set(shape, read);
    for (const field of shape.fields) fields.set(field.no, this.#field(field));
    return read;
  }

  #field(field: FieldShape): ReadField {
    const { name, oneof, kind } = field;
    const value = this.#value(field);
    const expected = wires[kind];
    const checked: ReadField = (row, at) => {
      if (at.wire !== expected) throw badField(name, 'has another type');
      if (oneof !== undefined) {
        const held = row[oneof] as OneofValue;
        row[oneof] = { case: name, value: value(at, held.case === name ? held.value : undefined) };
      } else row[name] = value(at, row[name]);
    };
    return field.repeated ? listReader({ name, expected, value }) : checked;
  }

  #value(
    field: FieldShape,
  ): (at: { source: ByteReader; depth: number }, held?: unknown) => unknown {
    const { kind, message } = field;
    if (kind === 'message' && message !== undefined) {
      const read = this.of(message);
      return (at, held) => read(at.source.part(), at.depth + 1, held as Row | undefined);
    }
    return (at) => readScalar(at.source, kind);
  }
}

function listReader(list: {
  name: string;
  expected: number;
  value: (at: { source: ByteReader; depth: number }) => unknown;
}): ReadField {
  return (row, at) => {
    const items = row[list.name] as unknown[];
    if (at.wire === 2 && list.expected !== 2) {
      const source = at.source.part();
      while (!source.done) items.push(list.value({ source, depth: at.depth }));
    } else if (at.wire === list.expected) items.push(list.value(at));
    else throw badField(list.name, 'has another type');
  };
}

function readScalar(source: ByteReader, kind: FieldKind): unknown {
  if (kind === 'string') return source.string();
  if (kind === 'uint32') return source.varint();
  if (kind === 'bool') return source.varint64() !== 0n;
  if (kind === 'double') return source.double();
  if (kind === 'bytes') return source.bytes().slice();
  if (kind === 'time') return readTime(source.part());
  return source.varint() | 0;
}

function readTime(source: ByteReader): Timestamp {
  let seconds = 0n;
  let nanos = 0;
  while (!source.done) {
    const tag = source.varint();
    if (tag === 8) seconds = source.varint64();
    else if (tag === 16) nanos = source.varint() | 0;
    else source.skip(tag & 7);
  }
  const time = makeTimestamp(Number(seconds), nanos);
  if (time === undefined) throw new OperationError('MALFORMED', 'A time is out of range.');
  return time;
}
