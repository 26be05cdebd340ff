// proto3 JSON, compiled from shapes: a writer to text and a reader from parsed JSON. Byte-equal to protobuf-es (a test
// compares them) at a fraction of its time and size. A strict reader (the server's) refuses what it does not know and
// names the field; a lenient one (the SDK's) passes over it, so that old clients can talk to new servers.
import { OperationError } from './errors.ts';
import type { FieldShape, OneofValue, Row, Shape } from './shape.ts';
import { formatNanos, formatTimestamp, parseTimestamp, type Timestamp } from './timestamp.ts';
import { compileZero, isZero } from './zero.ts';

export type JsonWriter = (row: Row) => string;
export type JsonReader = (value: unknown, path: string) => Row;

const maxItems = 1000;
const maxDepth = 32;

export function badField(path: string, problem: string): OperationError {
  return new OperationError('FIELD', `${path === '' ? 'the request' : path} ${problem}`);
}

/** Writers by shape; makes each once. */
export class JsonWriters {
  protected readonly time: (value: unknown) => string = timeWriter();
  readonly #made = new Map<Shape, JsonWriter>();

  of(shape: Shape): JsonWriter {
    return this.#made.get(shape) ?? this.make(shape);
  }

  /** Of types that hold themselves, too: it is known before the writers of its fields are asked for. */
  protected know(shape: Shape, write: JsonWriter): JsonWriter {
    this.#made.set(shape, write);
    return write;
  }

  protected make(shape: Shape): JsonWriter {
    const parts: ((row: Row) => string)[] = [];
    const write = this.know(shape, (row) => {
      let text = '';
      for (const part of parts) {
        const piece = part(row);
        if (piece !== '') text += text === '' ? piece : `,${piece}`;
      }
      return `{${text}}`;
    });
    const begun = new Set<string>();
    for (const field of shape.fields) {
      const { oneof } = field;
      if (oneof === undefined) parts.push(this.#field(field));
      else if (!begun.has(oneof)) parts.push(this.#oneof(shape, oneof));
      if (oneof !== undefined) begun.add(oneof);
    }
    return write;
  }

  /** One look, however many there are to choose from: an event is one of a dozen. */
  #oneof(shape: Shape, oneof: string): (row: Row) => string {
    const cases = new Map<string | undefined, (value: unknown) => string>();
    for (const field of shape.fields)
      if (field.oneof === oneof) {
        const label = `${JSON.stringify(field.name)}:`;
        const value = this.#value(field);
        cases.set(field.name, (held) => label + value(held));
      }
    return (row) => {
      const held = row[oneof] as OneofValue | undefined;
      return held === undefined ? '' : (cases.get(held.case)?.(held.value) ?? '');
    };
  }

  #field(field: FieldShape): (row: Row) => string {
    const { name, optional, kind } = field;
    const label = `${JSON.stringify(name)}:`;
    const value = this.#value(field);
    if (field.repeated)
      return (row) => {
        const items = row[name] as readonly unknown[] | undefined;
        return items === undefined || items.length === 0
          ? ''
          : `${label}[${items.map(value).join(',')}]`;
      };
    return (row) => {
      const held = row[name];
      return held === undefined || (!optional && isZero(kind, held)) ? '' : label + value(held);
    };
  }

  #value(field: FieldShape): (value: unknown) => string {
    if (field.kind === 'message' && field.message !== undefined)
      return this.of(field.message) as (value: unknown) => string;
    if (field.kind === 'time') return this.time;
    if (field.kind === 'bytes') return quoteBytes;
    const names = field.values?.names;
    if (names !== undefined) return (value) => nameOf(names, value);
    return field.kind === 'string' ? (value) => quote(value as string) : plain;
  }
}

/** A number or a truth. What programs without types give instead becomes a text: the field is refused, not the whole frame. */
export function plain(value: unknown): string {
  const text = String(value);
  return typeof value === 'boolean' || Number.isFinite(value) ? text : quote(text);
}

/** A value of an enum; one that has no name stands as its number. */
export function nameOf(names: ReadonlyMap<number, string>, value: unknown): string {
  const name = names.get(value as number);
  return name === undefined ? plain(value) : `"${name}"`;
}

export class JsonReaders {
  readonly #made = new Map<Shape, JsonReader>();

  constructor(readonly strict: boolean) {}

  of(shape: Shape): JsonReader {
    const made = this.#made.get(shape);
    if (made !== undefined) return made;
    const zero = compileZero(shape);
    const fields = new Map<string, (row: Row, value: unknown, path: string) => void>();
    const { strict } = this;
    const read: JsonReader = (value, path) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw badField(path, 'must be an object');
      if (depthOf(path) > maxDepth) throw badField('', 'is nested too deeply');
      const row = zero();
      for (const key of Object.keys(value)) {
        const field = fields.get(key);
        const held: unknown = (value as Row)[key];
        if (field === undefined) {
          if (strict)
            throw badField(join(path, key.slice(0, 64)), 'is not a field of this operation');
        } else if (held !== null) field(row, held, path);
      }
      return row;
    };
    this.#made.set(shape, read);
    for (const field of shape.fields) {
      const set = this.#field(field);
      fields.set(field.name, set).set(field.protoName, set);
    }
    return read;
  }

  #field(field: FieldShape): (row: Row, value: unknown, path: string) => void {
    const { name, oneof } = field;
    const { strict } = this;
    const parse = this.#value(field);
    if (oneof !== undefined)
      return (row, value, path) => {
        if ((row[oneof] as OneofValue).case !== undefined)
          throw badField(join(path, name), 'excludes another field that is set');
        row[oneof] = { case: name, value: parse(value, join(path, name)) };
      };
    if (field.repeated)
      return (row, value, path) => {
        const at = join(path, name);
        if (!Array.isArray(value)) throw badField(at, 'must be an array');
        if (strict && value.length > maxItems) throw badField(at, 'has too many entries');
        row[name] = value.map((item: unknown, i) => parse(item, `${at}[${i}]`));
      };
    return (row, value, path) => {
      const parsed = parse(value, join(path, name));
      if (parsed !== undefined) row[name] = parsed;
    };
  }

  #value(field: FieldShape): (value: unknown, path: string) => unknown {
    switch (field.kind) {
      case 'string':
        return readString;
      case 'bool':
        return readBool;
      case 'uint32':
        return (value, path) => readInteger(value, { path, min: 0, max: 0xffffffff });
      case 'int32':
        return (value, path) => readInteger(value, { path, min: -0x80000000, max: 0x7fffffff });
      case 'double':
        return readDouble;
      case 'bytes':
        return readBytes;
      case 'time':
        return readTime;
      case 'enum':
        return this.#enum(field);
      case 'message':
        if (field.message === undefined) throw new Error(`${field.name} has no message`);
        return this.of(field.message);
    }
  }

  #enum(field: FieldShape): (value: unknown, path: string) => unknown {
    const { strict } = this;
    return (value, path) => {
      const number = typeof value === 'string' ? field.values?.numbers.get(value) : value;
      if (typeof number === 'number' && (!strict || field.values?.names.has(number) === true))
        return number;
      if (strict || typeof value !== 'string') throw badField(path, 'is none of its names');
      return undefined;
    };
  }
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function depthOf(path: string): number {
  let dots = 0;
  for (let at = path.indexOf('.'); at >= 0; at = path.indexOf('.', at + 1)) dots += 1;
  return dots;
}

function readString(value: unknown, path: string): string {
  if (typeof value !== 'string') throw badField(path, 'must be text');
  return value;
}

function readBool(value: unknown, path: string): boolean {
  if (typeof value !== 'boolean') throw badField(path, 'must be true or false');
  return value;
}

function readInteger(value: unknown, at: { path: string; min: number; max: number }): number {
  const number = typeof value === 'string' && /^-?\d{1,10}$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < at.min || number > at.max)
    throw badField(at.path, `must be a whole number from ${at.min} to ${at.max}`);
  return number === 0 ? 0 : number;
}

function readDouble(value: unknown, path: string): number {
  if (typeof value !== 'number') throw badField(path, 'must be a number');
  return value;
}

function readBytes(value: unknown, path: string): Uint8Array {
  if (typeof value !== 'string' || !/^[\w+/-]*={0,2}$/.test(value))
    throw badField(path, 'must be base64');
  try {
    const text = atob(value.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(text, (char) => char.charCodeAt(0));
  } catch {
    throw badField(path, 'must be base64');
  }
}

function readTime(value: unknown, path: string): Timestamp {
  const time = typeof value === 'string' ? parseTimestamp(value) : undefined;
  if (time === undefined) throw badField(path, 'must be a time as in RFC 3339');
  return time;
}

// What JSON must escape. Most texts have none of it, and then quotes are enough: a third of the time of JSON.stringify
// (scripts/measure-codec.ts).
// oxlint-disable-next-line no-control-regex
const escaped = /["\\\u0000-\u001f\ud800-\udfff]/;

export function quote(text: string): string {
  return escaped.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/** Remembers the second it wrote last: a busy server writes the same one again and again. */
function timeWriter(): (value: unknown) => string {
  let second: bigint | undefined;
  let text = '';
  return (value) => {
    const time = value as Timestamp;
    if (time.seconds !== second) {
      second = time.seconds;
      text = formatTimestamp({ seconds: time.seconds, nanos: 0 }).slice(0, -1);
    }
    return `"${text}${formatNanos(time.nanos ?? 0)}Z"`;
  };
}

export function quoteBytes(bytes: unknown): string {
  let text = '';
  for (const byte of bytes as Uint8Array) text += String.fromCharCode(byte);
  return `"${btoa(text)}"`;
}
