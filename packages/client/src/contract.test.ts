// The generated table says the same as the descriptors.
import { expect, test } from 'bun:test';
import {
  DescriptorShapes,
  frameShapes,
  methods,
  type OperationName,
  type Shape,
} from '@hubbub/protocol';
import { readContract } from './contract.ts';

const contract = readContract();

/** Everything that counts on the wire, as text; recursion ends at a type that was seen. */
function describeShape(shape: Shape, seen = new Set<string>()): unknown {
  if (seen.has(shape.typeName)) return shape.typeName;
  seen.add(shape.typeName);
  return {
    name: shape.typeName,
    fields: shape.fields.map(({ protoName: _, values, message, ...field }) => ({
      ...field,
      values: values === undefined ? undefined : [...values.names],
      message: message === undefined ? undefined : describeShape(message, seen),
    })),
  };
}

const known = (Object.keys(methods) as OperationName[]).filter((name) => {
  try {
    return contract.operation(name);
  } catch {
    return false;
  }
});

test('what users call is in it, what backends and operators call is not', () => {
  const missing = Object.keys(methods).filter((name) => !known.includes(name as OperationName));
  expect(missing.filter((name) => !name.startsWith('app.')).toSorted()).toEqual([
    'account.mintToken',
    'audit.list',
    'event.read',
    'media.append',
    'media.begin',
    'media.complete',
    'media.get',
    'message.broadcast',
    'push.get',
    'push.subscribe',
    'push.unsubscribe',
    'report.list',
    'report.resolve',
    'room.delete',
    'room.list',
    'transcript.hide',
    'transcript.read',
    'user.create',
    'user.devices',
    'user.disable',
    'user.enable',
    'user.endDevice',
    'user.list',
    'user.reset',
    'user.upsert',
  ]);
});

test.each(known)('%s', (name) => {
  const shapes = new DescriptorShapes();
  const { input, output } = contract.operation(name);
  const method = methods[name];
  expect(describeShape(input)).toEqual(describeShape(shapes.of(method.input)));
  expect(describeShape(output)).toEqual(describeShape(shapes.of(method.output)));
});

test('frames', () => {
  for (const part of ['request', 'frame', 'event', 'error'] as const)
    expect(describeShape(contract.frames[part])).toEqual(describeShape(frameShapes[part]));
});
