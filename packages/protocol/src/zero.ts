// A new message with every field at its default, as protobuf-es makes it.
import type { FieldKind, Row, Shape } from './shape.ts';

export const zeros: Readonly<Record<FieldKind, unknown>> = {
  string: '',
  bool: false,
  uint32: 0,
  int32: 0,
  double: 0,
  bytes: new Uint8Array(0),
  enum: 0,
  message: undefined,
  time: undefined,
};

export function isZero(kind: FieldKind, value: unknown): boolean {
  return kind === 'bytes' ? (value as Uint8Array).length === 0 : value === zeros[kind];
}

export function compileZero(shape: Shape): () => Row {
  const plain: Row = { $typeName: shape.typeName };
  const lists: string[] = [];
  for (const field of shape.fields) {
    if (field.oneof !== undefined) plain[field.oneof] = undefined;
    else if (field.repeated) lists.push(field.name);
    else if (!field.optional) plain[field.name] = zeros[field.kind];
  }
  const oneofs = shape.oneofs.filter((name) => name in plain);
  return () => {
    const row = { ...plain };
    for (const name of lists) row[name] = [];
    for (const name of oneofs) row[name] = { case: undefined };
    return row;
  };
}
