import { expect, test } from 'bun:test';
import * as protocol from '@hubbub/protocol';
import { operations } from './index.ts';

test('every RPC of the contract has its operation, and no operation stands twice', () => {
  const needs = {} as Parameters<typeof operations>[0];
  const listed = operations(needs).map(({ method }) => `${method.parent.typeName}.${method.name}`);
  const services = Object.values(protocol).filter(
    (value) => typeof value === 'object' && 'kind' in value && value.kind === 'service',
  ) as { typeName: string; methods: readonly { name: string }[] }[];
  const declared = services.flatMap(({ typeName, methods }) =>
    methods.map(({ name }) => `${typeName}.${name}`),
  );
  expect(declared.length).toBeGreaterThan(20);
  expect(listed.toSorted()).toEqual(declared.toSorted());
});
