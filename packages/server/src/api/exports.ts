// An export as one file: `GET /v1/exports/<id>` gives the parts of account.exportPart one after the other, each read when the
// one before has left.
import { create } from '@bufbuild/protobuf';
import {
  AccountExportPartRequestSchema,
  OperationError,
  type AccountExportPartResponse,
} from '@hubbub/protocol';
import type { Dispatch, Origin } from '../dispatch.ts';
import { originOf, type Browsers, type Client } from './http.ts';
import { refusal, runOne } from './media.ts';

export interface ExportParts extends Browsers {
  readonly dispatch: Dispatch;
}

/** Answers requests for exports; undefined for any other path. */
export type ExportDoor = (request: Request, client: Client) => Promise<Response> | undefined;

const folder = '/v1/exports/';

export function exportDoor(parts: ExportParts): ExportDoor {
  return (request, client) => {
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith(folder)) return undefined;
    if (request.method !== 'GET')
      return Promise.resolve(new Response(null, { status: 405, headers: { allow: 'GET' } }));
    return give(parts, { request, client, id: pathname.slice(folder.length) }).catch(
      (error: unknown) => {
        if (error instanceof OperationError) return refusal(error);
        throw error;
      },
    );
  };
}

interface Asked {
  readonly request: Request;
  readonly client: Client;
  readonly id: string;
}

async function give(parts: ExportParts, { request, client, id }: Asked): Promise<Response> {
  const origin = originOf(parts, { client, header: request.headers });
  const principal = await origin.authenticate?.();
  if (principal === undefined) throw new OperationError('NOT_LOGGED_IN');
  const known = { ...origin, authenticate: async () => principal };
  const read = (part: number) => readPart(parts.dispatch, known, { export: id, part });
  // A refusal is an answer of its own; once the file has begun it can only break off.
  const first = await read(0);
  let next: AccountExportPartResponse | undefined = first;
  let part = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (next === undefined) return controller.close();
      controller.enqueue(next.content);
      part += 1;
      next = next.more ? await read(part) : undefined;
    },
  });
  return new Response(body, {
    headers: {
      'content-type': 'application/gzip',
      'content-disposition': `attachment; filename="hubbub-${id}.jsonl.gz"`,
      'cache-control': 'no-store',
      'content-security-policy': "sandbox; default-src 'none'",
    },
  });
}

async function readPart(
  dispatch: Dispatch,
  origin: Origin,
  asked: { readonly export: string; readonly part: number },
): Promise<AccountExportPartResponse> {
  const args = create(AccountExportPartRequestSchema, asked);
  return (await runOne(dispatch, origin, { op: 'account.exportPart', args })) as never;
}
