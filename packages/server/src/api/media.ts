// Bytes as they are: `POST /v1/media` takes those of a file, `GET /v1/media/<id>` gives them. Another way of writing down
// media.upload and media.get for the same dispatch; JSON would make of eight megabytes eleven. What comes back (served-file.ts)
// is never anything but a picture, sound or video to a browser, or something to keep.
import { create, toBinary, toJson, type MessageShape } from '@bufbuild/protobuf';
import { base64Encode } from '@bufbuild/protobuf/wire';
import { codeToString } from '@connectrpc/connect/protocol-connect';
import {
  checkLimits,
  codes,
  ErrorSchema,
  MediaGetRequest_Size as Size,
  MediaGetRequestSchema,
  MediaUploadRequestSchema,
  MediaUploadResponseSchema,
  OperationError,
  type DescOperation,
  type MediaGetResponse,
  type MediaUploadResponse,
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
    const wanted = asked.id === '' ? ['POST'] : ['GET', 'HEAD'];
    if (!wanted.includes(request.method))
      return Promise.resolve(
        new Response(null, { status: 405, headers: { allow: wanted.join(', ') } }),
      );
    const answer = asked.id === '' ? take(parts, asked, uploading) : give(parts, asked);
    return answer.catch((error: unknown) => {
      if (error instanceof OperationError) return refusal(error);
      throw error;
    });
  };
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
  { request, client, query }: Asked,
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
    const { uploadMs: mostMs = 60_000 } = parts;
    const name = query.get('name') ?? '';
    const mostBytes = name === '' ? parts.mostBytes : parts.mostBytesOfFile;
    const body = await readBody(request, { mostMs, mostBytes });
    if (body === 'large') return refusal(new OperationError('FRAME_SIZE'), { connection: 'close' });
    if (body === 'late') return refusedBody(body);
    const args = create(MediaUploadRequestSchema, {
      content: Buffer.concat(body),
      name,
      asFile: query.get('as') === 'file',
    });
    const known = { ...origin, authenticate: async () => principal };
    const answer = await runOne(parts.dispatch, known, { op: 'media.upload', args });
    const result = create(MediaUploadResponseSchema, answer as MediaUploadResponse);
    return Response.json(toJson(MediaUploadResponseSchema, result));
  } finally {
    const left = (uploading.get(uploader) ?? 1) - 1;
    if (left === 0) uploading.delete(uploader);
    else uploading.set(uploader, left);
  }
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
  readonly op: 'media.upload' | 'media.get' | 'account.exportPart';
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
