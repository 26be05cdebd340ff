// docs/errors.md from the error table and the close table of packages/protocol.
import { closes, codes, comesBack, reasons, type ErrorCode } from '@hubbub/protocol';
import { tableRow, writePage } from './generated-page.ts';

const codeRows = Object.entries(codes).map(([name, { grpc, http, meaning }]) =>
  tableRow(`\`${name}\``, String(http), String(grpc), meaning),
);

function reasonRows(code: ErrorCode): string[] {
  return Object.entries(reasons)
    .filter(([, row]) => row.code === code)
    .map(([name, { retryable, meaning }]) =>
      tableRow(`\`${code}\``, `\`${name}\``, retryable ? 'yes' : 'no', meaning),
    );
}

const closeRows = Object.entries(closes).map(([name, { code, meaning }]) =>
  tableRow(String(code), `\`${name}\``, comesBack(code) ? 'yes' : 'no', meaning),
);

writePage('docs/errors.md', 'scripts/generate-error-docs.ts', [
  '# Errors and closes',
  '',
  'Code, reason and retryable are contract; texts are not. Over HTTP and gRPC the same error stands in the details of',
  'Connect’s error as a `hubbub.v1.Error`.',
  '',
  '## Codes',
  '',
  tableRow('Code', 'HTTP', 'gRPC', 'Meaning'),
  tableRow('---', '---', '---', '---'),
  ...codeRows,
  '',
  '## Reasons',
  '',
  tableRow('Code', 'Reason', 'Retryable', 'Meaning'),
  tableRow('---', '---', '---', '---'),
  ...(Object.keys(codes) as ErrorCode[]).flatMap(reasonRows),
  '',
  '## Why a socket closes',
  '',
  'After 4000 to 4499 and after any code that is not listed a client comes back by itself; after 1009 and 4500 to 4999 it does not.',
  '',
  tableRow('Code', 'Reason', 'Comes back', 'Meaning'),
  tableRow('---', '---', '---', '---'),
  ...closeRows,
]);
