// What a codec needs to know of a message type: fields, numbers, kinds. The server derives it from the descriptors of the
// contract; the SDK from a table generated out of the same descriptors, because the runtime of protobuf-es alone would
// fill the SDK's budget (docs/adr, codec).
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
