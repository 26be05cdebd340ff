// Bytes as they are: `POST /v1/media` takes those of a file, or with `size` announces one that comes in chunks, which `PUT` and a
// last `POST` to what it answers send; `GET /v1/media/<id>` gives them. Another way of writing down media.* for the same dispatch; JSON would make of eight megabytes eleven. What comes back (served-file.ts)
// is never anything but a picture, sound or video to a browser, or something to keep.
import {
  create,
  toBinary,
  toJson,
  type DescMessage,
  type MessageInitShape,
  type MessageShape,
} from '@bufbuild/protobuf';
import { base64Encode } from '@bufbuild/protobuf/wire';
import { codeToString } from '@connectrpc/connect/protocol-connect';
import {
  checkLimits,
  codes,
  ErrorSchema,
  MediaAppendRequestSchema,
  MediaAppendResponseSchema,
  MediaBeginRequestSchema,
  MediaBeginResponseSchema,
  MediaCompleteRequestSchema,
  MediaGetRequest_Size as Size,
  MediaGetRequestSchema,
  MediaUploadRequestSchema,
  MediaUploadResponseSchema,
  OperationError,
  type DescOperation,
  type MediaGetResponse,
} from '@hubbub/protocol';
import type { Answer, Dispatch, Exchange, Origin, Principal } from '../dispatch.ts';
import { readBody, refusedBody } from './body.ts';
import { originOf, type Browsers, type Client } from './http.ts';
import { wireError } from './router.ts';
import { serveFile } from './served-file.ts';

export interface MediaParts extends Browsers {
  readonly dispatch: Dispatch;
  /** Of a picture without a name, and of anything else. */
  readonly mostBytes: number;
  readonly mostBytesOfFile: number;
  /** Within this an upload must be here, 60 s by default. */
  readonly uploadMs?: number;
}

/** Answers requests for what was uploaded; undefined for any other path. */
export type MediaDoor = (request: Request, client: Client) => Promise<Response> | undefined;

const folder = '/v1/media';
/** Uploads of one device, or of one user by a backend, that are under way. */
const mostAtOnce = 10;

export function mediaDoor(parts: MediaParts): MediaDoor {
  const uploading = new Map<string, number>();
  return (request, client) => {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname !== folder && !pathname.startsWith(`${folder}/`)) return undefined;
    const asked = { request, client, id: pathname.slice(folder.length + 1), query: searchParams };
    const wanted = methodsOf(asked.id);
    if (!wanted.includes(request.method))
      return Promise.resolve(
        new Response(null, { status: 405, headers: { allow: wanted.join(', ') } }),
      );
    const answer = wanted.includes('GET') ? give(parts, asked) : take(parts, asked, uploading);
    return answer.catch((error: unknown) => {
      if (error instanceof OperationError) return refusal(error);
      throw error;
    });
  };
}

function methodsOf(id: string): readonly string[] {
  if (id === '') return ['POST'];
  return id.startsWith('upl_') ? ['POST', 'PUT'] : ['GET', 'HEAD'];
}

interface Asked {
  readonly request: Request;
  readonly client: Client;
  readonly id: string;
  readonly query: URLSearchParams;
}

/** Whoever may not upload is refused before a byte of it is read. */
async function take(
  parts: MediaParts,
  { request, client, id, query }: Asked,
  uploading: Map<string, number>,
): Promise<Response> {
  const origin = originOf(parts, { client, header: request.headers });
  const principal = await origin.authenticate?.();
  if (principal === undefined) throw new OperationError('NOT_LOGGED_IN');
  const uploader = uploaderOf(principal);
  const others = uploading.get(uploader) ?? 0;
  if (others >= mostAtOnce)
    throw new OperationError('IN_FLIGHT', undefined, { retryAfterMs: 1000 });
  uploading.set(uploader, others + 1);
  try {
    const known = { ...origin, authenticate: async () => principal };
    return await takeFrom(parts, { request, client, id, query }, known);
  } finally {
    const left = (uploading.get(uploader) ?? 1) - 1;
    if (left === 0) uploading.delete(uploader);
    else uploading.set(uploader, left);
  }
}

async function takeFrom(parts: MediaParts, asked: Asked, origin: Origin): Promise<Response> {
  const { request, id, query } = asked;
  const name = query.get('name') ?? '';
  const asFile = query.get('as') === 'file';
  const size = query.get('size');
  const say = async ({ op, args, answer }: Said) => {
    const result = await runOne(parts.dispatch, origin, { op, args });
    const said = create(answer, result as MessageInitShape<DescMessage>);
    return Response.json(toJson(answer, said, { alwaysEmitImplicit: true }));
  };
  if (id !== '' && request.method === 'POST') {
    const args = create(MediaCompleteRequestSchema, { upload: id });
    return await say({ op: 'media.complete', args, answer: MediaUploadResponseSchema });
  }
  if (size !== null) {
    const key = query.get('key') ?? '';
    const args = create(MediaBeginRequestSchema, { size: numberOf(size), name, asFile, key });
    return await say({ op: 'media.begin', args, answer: MediaBeginResponseSchema });
  }
  const { uploadMs: mostMs = 60_000 } = parts;
  const isPicture = name === '' && id === '';
  const mostBytes = isPicture ? parts.mostBytes : parts.mostBytesOfFile;
  const body = await readBody(request, { mostMs, mostBytes });
  if (body === 'large') return refusal(new OperationError('FRAME_SIZE'), { connection: 'close' });
  if (body === 'late') return refusedBody(body);
  const content = Buffer.concat(body);
  if (id === '') {
    const args = create(MediaUploadRequestSchema, { content, name, asFile });
    return await say({ op: 'media.upload', args, answer: MediaUploadResponseSchema });
  }
  const offset = numberOf(query.get('offset') ?? '');
  const args = create(MediaAppendRequestSchema, { upload: id, offset, content });
  return await say({ op: 'media.append', args, answer: MediaAppendResponseSchema });
}

interface Said extends Called {
  readonly answer: DescMessage;
}

/** As the contract counts bytes. */
function numberOf(text: string): number {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (!(number < 2 ** 32)) throw new OperationError('FIELD', 'size and offset: whole numbers');
  return number;
}

/** Throws CALLER for who has no pictures of their own. */
function uploaderOf(principal: Principal): string {
  if (principal.kind === 'device') return principal.login.caller.device;
  if (principal.kind === 'operator' || principal.user === undefined)
    throw new OperationError('CALLER', 'This is for users.');
  return `${principal.app}/${principal.user}`;
}

async function give(parts: MediaParts, { request, client, id, query }: Asked): Promise<Response> {
  const origin = originOf(parts, { client, header: request.headers });
  const name = query.get('size') ?? '';
  const size = sizes[name] ?? Size.UNSPECIFIED;
  const args = create(MediaGetRequestSchema, { media: id, size });
  const answer = (await runOne(parts.dispatch, origin, {
    op: 'media.get',
    args,
  })) as MediaGetResponse;
  return serveFile(request, { ...answer, etag: `"${id}${sizes[name] ? `-${name}` : ''}"` });
}

const sizes: Readonly<Record<string, Size>> = { small: Size.SMALL, medium: Size.MEDIUM };

interface Called {
  readonly op: `media.${'upload' | 'begin' | 'append' | 'complete' | 'get'}` | 'account.exportPart';
  readonly args: object;
}

/** One operation for a request that is none of the contract's own. */
export function runOne(dispatch: Dispatch, origin: Origin, { op, args }: Called): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const exchange: Exchange<Answer> = {
      op,
      decode: <M extends DescOperation>(method: M) => {
        const message = args as MessageShape<M['input']>;
        checkLimits(method, message);
        return message;
      },
      encode: (answer) => answer,
      respond(answer) {
        if (answer.error === undefined) resolve(answer.result);
        else reject(answer.error);
      },
    };
    void dispatch.run(origin, exchange);
  });
}

/** As the operations' own addresses answer it. */
export function refusal(error: OperationError, headers: Record<string, string> = {}): Response {
  const { code, message, retryAfterMs } = error;
  const { grpc, http: status } = codes[code];
  const value = base64Encode(toBinary(ErrorSchema, wireError(error)), 'std_raw');
  const body = {
    code: codeToString(grpc),
    message,
    details: [{ type: ErrorSchema.typeName, value }],
  };
  const wait =
    retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) };
  return Response.json(body, { status, headers: { ...headers, ...wait } });
}
