// Makers and writers as source text, one for each type, that the engine compiles as if somebody had written them by hand: each field is
// read in a place of its own. In the closures of json.ts and binary.ts all fields of all types are read in one, which an engine can
// guess nothing of (docs/adr/0062). For the server alone: where a page says that it runs no text as code, only those work.
import {
  isPacked,
  byNumber,
  BinaryWriters,
  tagOf,
  writeInt,
  writeTime,
  type BinaryWriter,
} from './binary.ts';
import { codeOf } from './code-of.ts';
import { JsonWriters, nameOf, plain, quote, quoteBytes, type JsonWriter } from './json.ts';
import type { FieldShape, Row, Shape } from './shape.ts';
import { zeros } from './zero.ts';

/** In the order of its fields; each oneof once, where its first field stands. */
function members({ fields }: Shape): readonly (readonly FieldShape[])[] {
  return [...Map.groupBy(fields, (field) => field.oneof ?? field).values()];
}

/**
 * Messages with some fields given, which hold messages themselves, and the others at their default, as protobuf-es makes them: nothing
 * is looked at or copied.
 */
export function sourceMaker(shape: Shape): (fields: Row) => Row {
  const always = members(shape).flatMap(([field]) => {
    if (field === undefined || mayBeAbsent(field)) return [];
    const name = field.oneof ?? field.name;
    return `${name}: fields.${name} ?? ${zeroOf(field)}`;
  });
  const rest = shape.fields
    .filter(mayBeAbsent)
    .map(({ name }) => `if (fields.${name} !== undefined) row.${name} = fields.${name};`);
  const text = `(fields) => {
    const row = { $typeName: typeName, ${always.join(', ')} };
    ${rest.join('\n')}
    return row;
  }`;
  return codeOf(text, { zeros, typeName: shape.typeName });
}

function mayBeAbsent({ oneof, repeated, optional }: FieldShape): boolean {
  return oneof === undefined && !repeated && optional;
}

function zeroOf({ oneof, repeated, kind }: FieldShape): string {
  if (oneof !== undefined) return '{ case: undefined }';
  return repeated ? '[]' : `zeros.${kind}`;
}

/** Whether a field that is not absent is written. */
function unlessZero({ kind, optional }: FieldShape): string {
  if (optional) return '';
  return kind === 'bytes' ? ' && value.length > 0' : ` && value !== ${JSON.stringify(zeros[kind])}`;
}

/** What writers need of each field, filled when the writer of its type is known already. */
type Inner = Record<string, unknown>;

export class JsonSourceWriters extends JsonWriters {
  /** Writes each row of this shape once: what is said in a reply and in an event is the same row. Rows must not change then. */
  remember(shape: Shape): void {
    const write = this.of(shape);
    const texts = new WeakMap<Row, string>();
    this.know(shape, (row) => {
      let text = texts.get(row);
      if (text === undefined) {
        text = write(row);
        // The engine keeps what was put together as the tree of its parts, until somebody looks: once here, not in each copy.
        text.charCodeAt(0);
        texts.set(row, text);
      }
      return text;
    });
  }

  protected override make(shape: Shape): JsonWriter {
    const inner: Inner = {};
    const { time } = this;
    const text = `(row) => {
      let text = '';
      ${members(shape).map(jsonMember).join('\n')}
      return '{' + text + '}';
    }`;
    const write = codeOf<JsonWriter>(text, { inner, time, nameOf, plain, quote, quoteBytes });
    this.know(shape, write);
    for (const { no, message, values } of shape.fields)
      inner[`f${no}`] = message === undefined ? values?.names : this.of(message);
    return write;
  }
}

function jsonMember(fields: readonly FieldShape[]): string {
  const [field] = fields;
  if (field === undefined) return '';
  const { name, oneof, repeated } = field;
  if (oneof !== undefined)
    return `switch (row.${oneof}?.case) {
      ${fields.map((one) => `case '${one.name}': { const { value } = row.${oneof}; ${jsonPut(one, jsonValue(one))} break; }`).join('\n')}
    }`;
  const value = `const value = row.${name};`;
  if (!repeated)
    return `{ ${value} if (value !== undefined${unlessZero(field)}) { ${jsonPut(field, jsonValue(field))} } }`;
  return `{ ${value} if (value !== undefined && value.length > 0) {
    ${jsonPut(field, `'[' + value.map((value) => ${jsonValue(field)}).join(',') + ']'`)}
  } }`;
}

function jsonPut({ name }: FieldShape, value: string): string {
  return `text += (text === '' ? '"${name}":' : ',"${name}":') + ${value};`;
}

function jsonValue({ no, kind, values }: FieldShape): string {
  if (values !== undefined) return `nameOf(inner.f${no}, value)`;
  if (kind === 'message') return `inner.f${no}(value)`;
  if (kind === 'bytes') return 'quoteBytes(value)';
  return kind === 'string' ? 'quote(value)' : kind === 'time' ? 'time(value)' : 'plain(value)';
}

export class BinarySourceWriters extends BinaryWriters {
  protected override make(shape: Shape): BinaryWriter {
    const inner: Inner = {};
    const text = `(row, out) => { ${byNumber(shape).map(binaryField).join('\n')} }`;
    const write = codeOf<BinaryWriter>(text, { inner, writeInt, writeTime });
    this.know(shape, write);
    for (const { no, message } of shape.fields)
      if (message !== undefined) inner[`f${no}`] = this.of(message);
    return write;
  }
}

function binaryField(field: FieldShape): string {
  const { name, no, oneof, repeated } = field;
  const put = `out.varint(${tagOf(field)}); ${binaryValue(field)}`;
  if (oneof !== undefined)
    return `if (row.${oneof}?.case === '${name}') { const { value } = row.${oneof}; ${put} }`;
  const value = `const value = row.${name};`;
  if (!repeated) return `{ ${value} if (value !== undefined${unlessZero(field)}) { ${put} } }`;
  const list = `{ const list = row.${name}; if (list !== undefined && list.length > 0) {`;
  return isPacked(field)
    ? `${list} out.varint(${no * 8 + 2}); const part = out.open(); for (const value of list) ${binaryValue(field)} out.close(part); } }`
    : `${list} for (const value of list) { ${put} } } }`;
}

function binaryValue({ no, kind }: FieldShape): string {
  switch (kind) {
    case 'message':
      return `{ const part = out.open(); inner.f${no}(value, out); out.close(part); }`;
    case 'string':
      return 'out.string(value);';
    case 'uint32':
      return 'out.varint(value);';
    case 'bool':
      return 'out.varint(value === true ? 1 : 0);';
    case 'double':
      return 'out.double(value);';
    case 'bytes':
      return 'out.bytes(value);';
    case 'time':
      return 'writeTime(out, value);';
    case 'enum':
    case 'int32':
      return 'writeInt(out, value);';
  }
}
