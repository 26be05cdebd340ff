// Random messages of any type of the contract, for property tests.
import {
  create,
  ScalarType,
  type DescField,
  type DescMessage,
  type Message,
} from '@bufbuild/protobuf';
import fc from 'fast-check';

type Init = Record<string, unknown>;

const time = fc
  .record({
    ms: fc.integer({ min: 0, max: 4_102_444_800 }),
    nanos: fc.integer({ min: 0, max: 999_999_999 }),
  })
  .map(({ ms, nanos }) => ({
    $typeName: 'google.protobuf.Timestamp',
    seconds: BigInt(ms),
    nanos,
  }));

export function arbitraryMessage(desc: DescMessage): fc.Arbitrary<Message> {
  return arbitraryInit(desc).map((init) => create(desc, init as never) as Message);
}

function arbitraryInit(desc: DescMessage): fc.Arbitrary<Init> {
  const plain = desc.fields.filter(
    (field) => field.oneof === undefined || field.proto.proto3Optional,
  );
  const fields = plain.map((field) => [field.localName, arbitraryField(field)] as const);
  const oneofs = desc.oneofs.map((oneof) => {
    const cases = oneof.fields.map((field) =>
      arbitraryValue(field).map((value) => ({ case: field.localName, value })),
    );
    return [oneof.localName, fc.option(fc.oneof(...cases), { nil: { case: undefined } })] as const;
  });
  return fc.record(Object.fromEntries([...fields, ...oneofs]), { requiredKeys: [] });
}

function arbitraryField(field: DescField): fc.Arbitrary<unknown> {
  return field.fieldKind === 'list'
    ? fc.array(arbitraryValue(field), { maxLength: 3 })
    : arbitraryValue(field);
}

function arbitraryValue(field: DescField): fc.Arbitrary<unknown> {
  if (field.message?.typeName === 'google.protobuf.Timestamp') return time;
  if (field.message !== undefined) return arbitraryInit(field.message);
  if (field.enum !== undefined)
    return fc.constantFrom(...field.enum.values.map((value) => value.number));
  if (field.scalar === ScalarType.BOOL) return fc.boolean();
  if (field.scalar === ScalarType.BYTES) return fc.uint8Array({ maxLength: 20 });
  if (field.scalar === ScalarType.UINT32)
    return fc.oneof(fc.nat(300), fc.integer({ min: 0, max: 0xffffffff }));
  return fc.string({ unit: 'binary', maxLength: 200 });
}
