// The input limits that stand in the proto (options.proto), compiled once per message type. They are enforced on every
// door before an operation runs; a broken one is INVALID/FIELD with the path of the field. A malformed id in the right
// field is NOT_FOUND/UNKNOWN: nobody learns from the answer what ids look like that exist.
import { getOption, hasOption, type DescField, type DescMessage } from '@bufbuild/protobuf';
import { OperationError } from './errors.ts';
import { limits as limitsOption, type Limits } from './gen/hubbub/v1/options_pb.ts';
import { parseId, type IdPrefix } from './ids.ts';
import { badField } from './json.ts';
import type { OneofValue, Row } from './shape.ts';
import { makeTimestamp } from './timestamp.ts';

/** @param path of the message within the request, '' for the request itself */
export type LimitCheck = (row: Row, path: string) => void;
type ValueCheck = (value: unknown, path: string) => void;

const maxItems = 1000;
const maxDepth = 32;
// C0 and C1 controls and DEL.
// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u001f\u007f-\u009f]/;

/** Checks by message type; each is compiled once. */
export class LimitChecks {
  readonly #made = new Map<string, LimitCheck>();

  /** Throws FIELD or UNKNOWN for a message of this type that breaks its limits. */
  of(desc: DescMessage): LimitCheck {
    const made = this.#made.get(desc.typeName);
    if (made !== undefined) return made;
    const checks: LimitCheck[] = [];
    const check: LimitCheck = (row, path) => {
      // protobuf-es keeps what it does not know; the server accepts none of it.
      if (row['$unknown'] !== undefined) throw badField(path, 'has a field that is not known');
      if (path.length > maxDepth * 64) throw badField('', 'is nested too deeply');
      for (const one of checks) one(row, path);
    };
    this.#made.set(desc.typeName, check);
    if (desc.typeName === 'google.protobuf.Timestamp') checks.push(checkTime);
    if (desc.typeName.startsWith('google.protobuf.')) return check;
    for (const field of desc.fields) checks.push(this.#field(field));
    return check;
  }

  #field(field: DescField): LimitCheck {
    const name = field.localName;
    const options = hasOption(field, limitsOption) ? getOption(field, limitsOption) : undefined;
    const value = this.#value(field, options);
    const at = (path: string) => (path === '' ? name : `${path}.${name}`);
    if (field.fieldKind === 'list') return listCheck(name, options, { at, value });
    const oneof = field.oneof?.localName;
    const required = options?.required === true;
    if (oneof !== undefined)
      return (row, path) => {
        const held = row[oneof] as OneofValue;
        // A required oneof: one of its fields must be set, whichever.
        if (held.case === undefined && required) throw badField(at(path), 'is required');
        if (held.case !== name) return;
        if (required && held.value === '') throw badField(at(path), 'is required');
        value(held.value, at(path));
      };
    const { proto3Optional } = field.proto;
    return (row, path) => {
      const held = row[name];
      const empty = held === undefined || held === '' || (held === 0 && !proto3Optional);
      if (!empty) value(held, at(path));
      else if (required) throw badField(at(path), 'is required');
    };
  }

  #value(field: DescField, options: Limits | undefined): ValueCheck {
    if (field.message !== undefined) {
      const { message } = field;
      return (value, path) => this.of(message)(value as Row, path);
    }
    if (field.enum !== undefined) {
      const numbers = new Set(field.enum.values.map((item) => item.number));
      return (value, path) => {
        if (!numbers.has(value as number)) throw badField(path, 'is none of its names');
      };
    }
    return (value, path) => {
      if (typeof value === 'string') checkText(value, path, options);
      else if (typeof value === 'number') checkNumber(value, path, options);
    };
  }
}

function listCheck(
  name: string,
  options: Limits | undefined,
  { at, value }: { at: (path: string) => string; value: ValueCheck },
): LimitCheck {
  const most = options?.maxItems ?? maxItems;
  const required = options?.required === true;
  return (row, path) => {
    const items = row[name] as readonly unknown[];
    if (required && items.length === 0) throw badField(at(path), 'is required');
    if (items.length > most) throw badField(at(path), `has more than ${most} entries`);
    items.forEach((item, i) => value(item, `${at(path)}[${i}]`));
  };
}

function checkText(text: string, path: string, options: Limits | undefined): void {
  if (options?.id !== undefined) {
    if (parseId(options.id as IdPrefix, text) === undefined) throw new OperationError('UNKNOWN');
    return;
  }
  if (!text.isWellFormed()) throw badField(path, 'holds half of a surrogate pair');
  if (options?.anyCharacter !== true && controls.test(text))
    throw badField(path, 'holds a control character');
  checkChars(text, path, options);
}

/** Characters are code points; only a text that may be too long by its units is counted. */
function checkChars(text: string, path: string, options: Limits | undefined): void {
  const { minChars, maxChars } = options ?? {};
  if (maxChars !== undefined && text.length > maxChars && countChars(text) > maxChars)
    throw badField(path, `has more than ${maxChars} characters`);
  if (minChars !== undefined && countChars(text) < minChars)
    throw badField(path, `has fewer than ${minChars} characters`);
}

function countChars(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** The codecs of the socket read no other; those of the other doors take whatever fits the fields. */
function checkTime({ seconds, nanos }: Row, path: string): void {
  const time = makeTimestamp(Number(seconds), Number(nanos));
  if (time === undefined) throw badField(path, 'is no time');
}

function checkNumber(value: number, path: string, options: Limits | undefined): void {
  if (options?.min !== undefined && value < options.min)
    throw badField(path, `is less than ${options.min}`);
  if (options?.max !== undefined && value > options.max)
    throw badField(path, `is more than ${options.max}`);
}
