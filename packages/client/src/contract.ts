// The contract as the SDK needs it: shapes and operations, read from the generated table.
import {
  enumShape,
  type FieldKind,
  type FieldShape,
  type FrameShapes,
  type OperationName,
  type Row,
  type Shape,
} from '@hubbub/protocol';
import { enums, messages, operations } from './gen/contract-table.ts';
import { messageNames, operationOf } from './message-names.ts';
import { randomKey } from './options.ts';

export interface OperationShape {
  readonly input: Shape;
  readonly output: Shape;
  /** POST here over HTTP. */
  readonly path: string;
  /** Makes something: carries a key, so that sending it twice makes one. */
  readonly hasClientKey: boolean;
}

export interface Contract {
  readonly frames: FrameShapes;
  operation(name: OperationName): OperationShape;
}

const kinds: Record<string, FieldKind> = {
  s: 'string',
  b: 'bool',
  u: 'uint32',
  i: 'int32',
  d: 'double',
  y: 'bytes',
  e: 'enum',
  m: 'message',
  t: 'time',
};

type OpenShape = Shape & { fields: FieldShape[]; oneofs: string[] };

/** The number is left out where it follows the one before, the "?" where a kind has it always. name ":" number? kind target? "*"? "?"? ("@" oneof)? */
const fieldPattern = /^(\w+):(\d*)([a-z])(\d*)(\*?)(\??)(?:@(\w+))?$/;

export function readContract(): Contract {
  const rows = messages.split('\n').map((line) => line.split(' '));
  const values = enums.split('\n').map((line) => {
    let last = -1;
    return enumShape(
      line.split(' ').map((value) => {
        last = parseInt(value) || last + 1;
        return [last, value.replace(/^\d+/, '')];
      }),
    );
  });
  const shapes = rows.map(([name]) => emptyShape(name));
  const byName = new Map(rows.map(([name], i) => [name, shapes[i]]));

  rows.forEach(([, ...fields], i) => {
    const shape = shapes[i];
    let last = 0;
    for (const text of fields) {
      const [, name = '', no, kind = '', target, list, presence, oneof] =
        fieldPattern.exec(text) ?? [];
      last = no ? Number(no) : last + 1;
      shape?.fields.push({
        no: last,
        name,
        protoName: name,
        kind: kinds[kind] ?? 'string',
        repeated: list === '*',
        optional: presence === '?' || kind === 'm' || kind === 't',
        oneof,
        values: kind === 'e' ? values[Number(target)] : undefined,
        message: kind === 'm' ? shapes[Number(target)] : undefined,
      });
      if (oneof !== undefined && shape?.oneofs.includes(oneof) === false) shape.oneofs.push(oneof);
    }
  });

  // Messages that hold nothing have no row.
  const shapeOf = (name: string | undefined): Shape => byName.get(name) ?? emptyShape(name);
  const known = new Map<string, OperationShape>();
  const add = (name: string, input?: string, output?: string) => {
    const usual = messageNames(name);
    const shapes = [shapeOf(input || usual[0]), shapeOf(output || usual[1])] as const;
    known.set(name, operationShape(name, ...shapes));
  };
  for (const [message = ''] of rows) {
    const name = operationOf(message);
    if (name !== undefined) add(name);
  }
  for (const line of operations.split('\n')) {
    const [name = '', input, output] = line.split(' ');
    add(name, input, output);
  }
  return {
    frames: {
      request: shapeOf('Request'),
      frame: shapeOf('Frame'),
      event: shapeOf('Event'),
      error: shapeOf('Error'),
    },
    operation: (name) => {
      const operation = known.get(name);
      if (operation === undefined) throw new Error(`there is no operation ${name}`);
      return operation;
    },
  };
}

function emptyShape(name = ''): OpenShape {
  return { typeName: `hubbub.v1.${name}`, fields: [], oneofs: [] };
}

function operationShape(name: string, input: Shape, output: Shape): OperationShape {
  const [noun = '', verb = ''] = name
    .split('.')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const hasClientKey = input.fields.some((field) => field.name === 'clientKey');
  return { input, output, path: `/hubbub.v1.${noun}Service/${verb}`, hasClientKey };
}

/** Creating operations carry a key, so that a repeated one makes nothing twice. */
export function keyed({ hasClientKey }: OperationShape, args: Row): Row {
  return hasClientKey && !args['clientKey'] ? { ...args, clientKey: randomKey() } : args;
}
