// Shapes as the server derives them. Apart from shape.ts, so that nothing of protobuf-es comes into the SDK with them.
import { ScalarType, type DescEnum, type DescField, type DescMessage } from '@bufbuild/protobuf';
import { enumShape, type EnumShape, type FieldKind, type FieldShape, type Shape } from './shape.ts';

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
