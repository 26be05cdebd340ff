import {
  codes,
  findMethod,
  Media_Type as Type,
  OperationError,
  type AppId,
} from '@hubbub/protocol';
import fc from 'fast-check';
import { mediaDoor } from '../../packages/server/src/api/media.ts';
import { serveFile } from '../../packages/server/src/api/served-file.ts';
import type { Dispatch, Exchange } from '../../packages/server/src/dispatch.ts';
import { cleanFileName } from '../../packages/server/src/rules/file-name.ts';
import { piecesOf } from '../arbitrary.ts';
import { must, refusal, target } from '../target.ts';

/** Behind the door nobody works: what it makes of a request is checked against the limits, and refused. */
const dispatch = {
  run: async (_: unknown, exchange: Exchange<unknown>) => {
    const method = findMethod(exchange.op);
    if (method === undefined) throw new Error(`there is no ${exchange.op}`);
    const reason = refusal(() => exchange.decode(method, false)) ?? 'UNKNOWN';
    const error = new OperationError(reason);
    exchange.respond(exchange.encode({ error, method, isPaid: true }));
  },
} as unknown as Dispatch;

const door = mediaDoor({
  dispatch,
  authenticate: (() => undefined) as never,
  isAllowedOrigin: () => true,
  cookie: { read: () => undefined, write: () => '' },
  mostBytes: 64,
  mostBytesOfFile: 128,
});
const client = { address: '192.0.2.1', app: 'main' as AppId, hostApp: undefined };
const statuses: ReadonlySet<number> = new Set([
  405,
  408,
  ...Object.values(codes).map(({ http }) => http),
]);

const ids = [
  '',
  '/',
  '/med_00000000001',
  '/upl_00000000001',
  '/upl_',
  '/..',
  '/%00',
  '/a/b',
  '//',
  '/upl_%2f',
];
const query = [
  '?',
  '&',
  'name=',
  'size=',
  'offset=',
  'as=file',
  'key=',
  '0',
  '12',
  '-1',
  '4294967296',
  '1e3',
  '%',
  '%ff',
  'small',
  '=',
  '+',
];
const ranges = ['bytes=', '-', '0', '1', '9'.repeat(30), ',', ' ', 'items=', 'bytes=0-0', '-1'];
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH'];

export const uploads = [
  target({
    name: 'uploads',
    what: 'addresses, queries and bodies of /v1/media',
    inputs: fc.record({
      method: fc.constantFrom(...methods),
      path: fc.tuple(fc.constantFrom(...ids), piecesOf(query, 8)).map((parts) => parts.join('')),
      body: fc.uint8Array({ maxLength: 160 }),
      length: fc.constantFrom(undefined, '0', '-1', '1e3', '99999999999', 'x'),
    }),
    check: async ({ method, path, body, length }) => {
      const url = URL.parse(`http://localhost/v1/media${path}`);
      if (url === null) return;
      const hasBody = method !== 'GET' && method !== 'HEAD';
      const request = new Request(url, { method, ...(hasBody && { body: Uint8Array.from(body) }) });
      if (length !== undefined) request.headers.set('content-length', length);
      const response = await door(request, client);
      must(response === undefined || statuses.has(response.status), `answered ${response?.status}`);
    },
  }),
  target({
    name: 'served-files',
    what: 'Range, If-None-Match and names of files that are given out',
    inputs: fc.record({
      range: piecesOf(ranges, 6),
      etag: fc.constantFrom('"x"', '', 'W/"x"', '*'),
      name: fc.string({ unit: 'binary', maxLength: 60 }),
      length: fc.nat(20),
      type: fc.nat(12),
    }),
    check: ({ range, etag, name, length, type }) => {
      const headers = new Headers();
      refuseBad(() => headers.set('range', range));
      headers.set('if-none-match', etag);
      const content = new Uint8Array(length);
      const media = { id: 'med_00000000001', type: Type.FILE, name: cleanFileName(name) } as never;
      const request = new Request('http://localhost/', { headers });
      const { status, headers: said } = serveFile(request, { media, content, type, etag: '"x"' });
      must([200, 206, 304, 416].includes(status), `answered ${status}`);
      if (status === 206)
        must(isPart(said.get('content-range') ?? '', length), 'a part of nothing');
      must(
        /^[\x20-\x7e]+$/.test(said.get('content-disposition') ?? ''),
        'a name that is no header',
      );
    },
  }),
];

/** What is no header cannot come in one. */
function refuseBad(set: () => void): void {
  try {
    set();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}

function isPart(range: string, length: number): boolean {
  const [, from, to, all] = (/^bytes (\d+)-(\d+)\/(\d+)$/.exec(range) ?? []).map(Number);
  return from !== undefined && to !== undefined && from <= to && to < length && all === length;
}
