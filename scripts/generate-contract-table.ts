// Writes packages/client/src/gen/contract-table.ts: the contract's messages and operations as one compact text, so that the
// SDK needs no descriptors at run time. With `--check`, fails when the file is out of date.
import { join } from 'node:path';
import type { DescMessage } from '@bufbuild/protobuf';
import {
  DescriptorShapes,
  frameShapes,
  methods,
  operationName,
  type EnumShape,
  type FieldShape,
  type OperationName,
  type Shape,
} from '@hubbub/protocol';
import { operations } from '../packages/server/src/features/index.ts';
import { messageNames, operationOf } from '../packages/client/src/message-names.ts';
import { root } from './run-step.ts';

const file = join(root, 'packages/client/src/gen/contract-table.ts');

// Media goes and comes by its address: its bytes would be JSON. Subscribing is asked for once, over plain HTTP.
const elsewhere = new Set<OperationName>([
  'media.append',
  'media.begin',
  'media.complete',
  'media.get',
  'push.get',
  'push.subscribe',
  'push.unsubscribe',
]);

// What backends and operators call is no business of clients, and would weigh on every page.
const forUsers = new Set(
  operations({} as never)
    .filter(({ who }) => who !== 'service' && who !== 'operator')
    .filter(({ method }) => !elsewhere.has(operationName(method)))
    .map(({ method }) => operationName(method)),
);
const held = Object.fromEntries(
  Object.entries(methods).filter(([name]) => forUsers.has(name as OperationName)),
);

const kinds = {
  string: 's',
  bool: 'b',
  uint32: 'u',
  int32: 'i',
  double: 'd',
  bytes: 'y',
  enum: 'e',
  message: 'm',
  time: 't',
};

function tableOf(shapes: readonly Shape[]): { lines: string[]; enums: string[] } {
  const enums: string[] = [];
  const seen = new Map<string, Shape>();
  const visit = (shape: Shape) => {
    if (seen.has(shape.typeName)) return;
    seen.set(shape.typeName, shape);
    for (const field of shape.fields) if (field.message !== undefined) visit(field.message);
  };
  // Requests and responses that hold nothing need no row.
  shapes.filter(({ fields }) => fields.length > 0).forEach(visit);
  const sorted = [...seen.values()].sort((a, b) => (a.typeName < b.typeName ? -1 : 1));
  const indexOf = ({ typeName }: Shape) => sorted.findIndex((shape) => shape.typeName === typeName);
  const enumIndex = (values: EnumShape): number => {
    // A number is left out where it follows the one before, as with fields.
    const text = [...values.names]
      .map(
        ([number, name], i, all) =>
          `${number === (all[i - 1]?.[0] ?? -1) + 1 ? '' : number}${name}`,
      )
      .join(' ');
    return enums.includes(text) ? enums.indexOf(text) : enums.push(text) - 1;
  };
  const fieldText = (field: FieldShape, i: number, all: readonly FieldShape[]): string => {
    const target =
      field.values !== undefined
        ? enumIndex(field.values)
        : field.message !== undefined
          ? indexOf(field.message)
          : '';
    const isImplied = field.kind === 'message' || field.kind === 'time';
    const flags = `${field.repeated ? '*' : ''}${field.optional && !isImplied ? '?' : ''}`;
    const no = field.no === (all[i - 1]?.no ?? 0) + 1 ? '' : field.no;
    return `${field.name}:${no}${kinds[field.kind]}${target}${flags}${field.oneof === undefined ? '' : `@${field.oneof}`}`;
  };
  const lines = sorted.map((shape) =>
    [shortName(shape.typeName), ...shape.fields.map(fieldText)].join(' '),
  );
  return { lines, enums };
}

function shortName(typeName: string): string {
  return typeName.replace('hubbub.v1.', '');
}

function render(): string {
  const shapes = new DescriptorShapes();
  const types = Object.values(held).flatMap((method): DescMessage[] => [
    method.input,
    method.output,
  ]);
  const { lines, enums } = tableOf([
    ...Object.values(frameShapes),
    ...types.map((desc) => shapes.of(desc)),
  ]);
  const rows = new Set(lines.map((line) => line.split(' ')[0]));
  const lineup = Object.entries(held).flatMap(([name, { input, output }]) => {
    const usual = messageNames(name);
    const names = [shortName(input.typeName), shortName(output.typeName)];
    const text = [name, ...names.map((one, i) => (one === usual[i] ? '' : one))]
      .join(' ')
      .trimEnd();
    // Those that are called as usual are known by what they take.
    const isKnown = text === name && rows.has(usual[0]) && operationOf(usual[0]) === name;
    return isKnown ? [] : [text];
  });
  return `// Generated from proto/ by scripts/generate-contract-table.ts; do not edit.
export const messages = \`${lines.join('\n')}\`;
export const enums = \`${enums.join('\n')}\`;
export const operations = \`${lineup.join('\n')}\`;
`;
}

const text = render();
if (process.argv.includes('--check')) {
  const held = await Bun.file(file)
    .text()
    .catch(() => '');
  if (held !== text) process.exitCode = 1;
} else await Bun.write(file, text);
