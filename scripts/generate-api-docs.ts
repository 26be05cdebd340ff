// docs/api.md: every operation with who may call it, what it costs, its doors and its fields, from the operation table, the
// descriptors and the comments of the proto files.
import { getOption, hasOption, type DescField, type DescMessage } from '@bufbuild/protobuf';
import { limits as limitsOption, operationName } from '@hubbub/protocol';
import { operations } from '../packages/server/src/features/index.ts';
import { scopeName } from '../packages/server/src/features/authorize.ts';
import type { Operation } from '../packages/server/src/features/operation.ts';
import { tableRow, writePage } from './generated-page.ts';
import { protoComments } from './proto-comments.ts';

const comments = protoComments();
/** Messages that fields name; each is described once, at the end. */
const named = new Map<string, DescMessage>();
// Nothing of the table is run here, so nothing that it needs is used.
const table = operations({} as never);

const idempotencies = {
  none: 'no: a repeat does it again',
  natural: 'yes: a repeat finds it done',
  clientKey: 'by `clientKey`',
  clientMsgId: 'by `clientMsgId`',
} as const;

function section(operation: Operation): string[] {
  const { method, cost, idempotency, doors } = operation;
  const name = operationName(method);
  return [
    '',
    `## ${name}`,
    '',
    comments.get(`${method.parent.typeName}.${method.name}`) ?? '',
    '',
    `- Over HTTP: \`POST /${method.parent.typeName}/${method.name}\``,
    `- Who: ${callerOf(operation)}; doors: ${(doors ?? ['socket', 'http', 'grpc']).join(', ')}`,
    `- Cost: ${cost}; idempotent: ${idempotencies[idempotency]}`,
    ...fields('Request', method.input),
    ...fields(method.methodKind === 'unary' ? 'Reply' : 'Each reply', method.output),
  ].filter((line, i, lines) => line !== '' || lines[i - 1] !== '');
}

function callerOf(operation: Operation): string {
  const callers = {
    anyone: 'anyone',
    user: 'a logged-in user, or an app key with the scope `act` for a user',
    device: 'a logged-in device',
    operator: 'the operator',
  } as const;
  return operation.who === 'service'
    ? `an app key with the scope \`${scopeName(operation.scope)}\``
    : callers[operation.who];
}

function fields(title: string, message: DescMessage): string[] {
  if (message.fields.length === 0) return ['', `${title}: empty.`];
  return [
    '',
    tableRow(title, 'Type', 'Limits', 'Meaning'),
    tableRow('---', '---', '---', '---'),
    ...message.fields.map((field) =>
      tableRow(
        `\`${field.jsonName}\``,
        typeOf(field),
        limitsOf(field),
        comments.get(`${message.typeName}.${field.name}`) ?? '',
      ),
    ),
  ];
}

function typeOf(field: DescField): string {
  const single = field.message ?? field.enum;
  const name = single === undefined ? scalarName(field) : shortName(single.typeName);
  if (field.message !== undefined && field.message.typeName.startsWith('hubbub.'))
    note(field.message);
  if (field.enum !== undefined) {
    const values = field.enum.values.slice(1).map((value) => value.name);
    return `${field.fieldKind === 'list' ? 'list of ' : ''}${values.join(', ')}`;
  }
  return field.fieldKind === 'list' ? `list of ${name}` : name;
}

function scalarName(field: DescField): string {
  const names: Readonly<Record<number, string>> = {
    8: 'boolean',
    9: 'text',
    12: 'bytes',
    13: 'number',
  };
  return (
    ('scalar' in field && field.scalar !== undefined ? names[field.scalar] : undefined) ?? 'number'
  );
}

function shortName(typeName: string): string {
  return typeName === 'google.protobuf.Timestamp'
    ? 'time (RFC 3339)'
    : typeName.replace('hubbub.v1.', '');
}

function note(message: DescMessage): void {
  if (named.has(message.typeName)) return;
  named.set(message.typeName, message);
}

function limitsOf(field: DescField): string {
  if (!hasOption(field, limitsOption)) return '';
  const { required, minChars, maxChars, maxItems, min, max, id } = getOption(field, limitsOption);
  return [
    required ? 'required' : '',
    minChars === undefined ? '' : `at least ${minChars} characters`,
    maxChars === undefined ? '' : `${maxChars} characters`,
    maxItems === undefined ? '' : `${maxItems} entries`,
    min === undefined ? '' : `at least ${min}`,
    max === undefined ? '' : `at most ${max}`,
    id === undefined ? '' : `id \`${id}_…\``,
  ]
    .filter(Boolean)
    .join(', ');
}

const sections = table.flatMap(section);
const types: string[] = [];
// Describing one may name others: the map grows while it is walked.
for (const message of named.values())
  types.push(
    '',
    `### ${shortName(message.typeName)}`,
    '',
    ...(comments.has(message.typeName) ? [comments.get(message.typeName) ?? ''] : []),
    ...fields('Field', message),
  );

writePage('docs/api.md', 'scripts/generate-api-docs.ts', [
  '# Operations',
  '',
  'How they travel stands in [protocol.md](protocol.md), what can go wrong in [errors.md](errors.md).',
  ...sections,
  '',
  '## Types',
  ...types,
]);
