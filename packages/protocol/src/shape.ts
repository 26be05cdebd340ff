// What a codec needs to know of a message type: fields, numbers, kinds. The server derives it from the descriptors of the
// contract; the SDK from a table generated out of the same descriptors, because the runtime of protobuf-es alone would
// fill the SDK's budget (docs/adr, codec).
import { ScalarType, type DescEnum, type DescField, type DescMessage } from '@bufbuild/protobuf';

export type FieldKind =
  'string' | 'bool' | 'uint32' | 'int32' | 'double' | 'bytes' | 'enum' | 'message' | 'time';

export interface EnumShape {
  readonly names: ReadonlyMap<number, string>;
  readonly numbers: ReadonlyMap<string, number>;
}

export interface FieldShape {
  readonly no: number;
  /** The same in JSON and in TypeScript. */
  readonly name: string;
  /** As in the proto file; readers of proto3 JSON take it too. */
  readonly protoName: string;
  readonly kind: FieldKind;
  readonly repeated: boolean;
  /** Has presence: absent and zero differ. */
  readonly optional: boolean;
  readonly oneof: string | undefined;
  readonly values: EnumShape | undefined;
  readonly message: Shape | undefined;
}

export interface Shape {
  readonly typeName: string;
  readonly fields: readonly FieldShape[];
  readonly oneofs: readonly string[];
}

/** A message as the codecs see it. */
export type Row = Record<string, unknown>;

/** A field of a oneof as protobuf-es holds it. */
export interface OneofValue {
  readonly case: string | undefined;
  readonly value?: unknown;
}

export function enumShape(values: Iterable<readonly [number, string]>): EnumShape {
  const names = new Map(values);
  return { names, numbers: new Map([...names].map(([number, name]) => [name, number])) };
}

const timeType = 'google.protobuf.Timestamp';
const scalars: Partial<Record<ScalarType, FieldKind>> = {
  [ScalarType.STRING]: 'string',
  [ScalarType.BOOL]: 'bool',
  [ScalarType.UINT32]: 'uint32',
  [ScalarType.INT32]: 'int32',
  [ScalarType.DOUBLE]: 'double',
  [ScalarType.BYTES]: 'bytes',
};

/** Shapes by descriptor. Each type is derived once, so recursive types end. */
export class DescriptorShapes {
  readonly #known = new Map<string, Shape>();

  of(desc: DescMessage): Shape {
    const known = this.#known.get(desc.typeName);
    if (known !== undefined) return known;
    const fields: FieldShape[] = [];
    const shape: Shape = {
      typeName: desc.typeName,
      fields,
      oneofs: desc.oneofs.map((oneof) => oneof.localName),
    };
    this.#known.set(desc.typeName, shape);
    for (const field of desc.fields) fields.push(this.#field(field));
    return shape;
  }

  #field(field: DescField): FieldShape {
    const message = field.message;
    const kind = kindOf(field);
    return {
      no: field.number,
      name: field.localName,
      protoName: field.name,
      kind,
      repeated: field.fieldKind === 'list',
      optional: message !== undefined || field.proto.proto3Optional,
      oneof: field.oneof?.localName,
      values: field.enum === undefined ? undefined : enumOf(field.enum),
      message: kind === 'message' && message !== undefined ? this.of(message) : undefined,
    };
  }
}

function kindOf(field: DescField): FieldKind {
  if (field.message !== undefined && field.fieldKind !== 'map')
    return field.message.typeName === timeType ? 'time' : 'message';
  if (field.enum !== undefined) return 'enum';
  const kind = field.scalar === undefined ? undefined : scalars[field.scalar];
  if (kind === undefined || field.fieldKind === 'map')
    throw new Error(`the codecs do not know the type of ${String(field)} yet`);
  return kind;
}

function enumOf(desc: DescEnum): EnumShape {
  return enumShape(desc.values.map((value) => [value.number, value.name] as const));
}
