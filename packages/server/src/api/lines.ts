// What goes on being answered, for plain HTTP clients: ask in JSON and be answered in JSON, a line for each message
// (application/x-ndjson), so that curl can read it. Connect's own protocol puts each message into an envelope instead; this
// only takes them off and on.
import type { UniversalHandler, UniversalServerRequest } from '@connectrpc/connect/protocol';
import { codeFromString, codeToHttpStatus } from '@connectrpc/connect/protocol-connect';
import { Code } from '@connectrpc/connect';

const headBytes = 5;
const lastFlag = 2;
const newline = new TextEncoder().encode('\n');
const empty = new Uint8Array();

/** Asked for with one JSON message, as unary operations are. */
export function wantsLines({ method }: UniversalHandler, header: Headers): boolean {
  const type = header.get('content-type') ?? '';
  return method.methodKind === 'server_streaming' && /^application\/json\b/i.test(type);
}

/** A refusal of the whole has a status of its own; what ends it later is its last line. */
export async function answerInLines(
  handler: UniversalHandler,
  request: UniversalServerRequest,
): Promise<Response> {
  const header = new Headers(request.header);
  header.set('content-type', 'application/connect+json');
  const body = enveloped(request.body as AsyncIterable<Uint8Array>);
  const answer = await handler({ ...request, header, body });
  if (answer.status !== 200 || answer.body === undefined)
    return new Response(null, { status: answer.status });
  const envelopes = envelopesIn(answer.body as AsyncIterable<Uint8Array>);
  const first = await envelopes.next();
  if (first.done === true || first.value.isLast) return ended(first.value?.bytes ?? empty);
  return new Response(streamOf(linesOf(first.value, envelopes)), {
    headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' },
  });
}

interface Envelope {
  readonly isLast: boolean;
  readonly bytes: Uint8Array;
}

interface Ending {
  readonly error?: { readonly code?: string };
}

/** Nothing was said but the end. */
function ended(bytes: Uint8Array): Response {
  const { error } = endingIn(bytes);
  if (error === undefined)
    return new Response('', { headers: { 'content-type': 'application/x-ndjson' } });
  const code = codeFromString(error.code ?? '') ?? Code.Unknown;
  return Response.json(error, { status: codeToHttpStatus(code) });
}

async function* linesOf(
  first: Envelope,
  rest: AsyncIterable<Envelope>,
): AsyncGenerator<Uint8Array> {
  yield line(first.bytes);
  for await (const { isLast, bytes } of rest)
    if (!isLast) yield line(bytes);
    else if (endingIn(bytes).error !== undefined) yield line(bytes);
}

function line(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([bytes, newline]);
}

function endingIn(bytes: Uint8Array): Ending {
  return bytes.length === 0 ? {} : (JSON.parse(new TextDecoder().decode(bytes)) as Ending);
}

async function* enveloped(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  const message = Buffer.concat(chunks);
  const head = Buffer.alloc(headBytes);
  head.writeUInt32BE(message.length, 1);
  yield Buffer.concat([head, message]);
}

async function* envelopesIn(body: AsyncIterable<Uint8Array>): AsyncGenerator<Envelope> {
  let held = Buffer.alloc(0);
  for await (const chunk of body) {
    held = Buffer.concat([held, chunk]);
    while (held.length >= headBytes) {
      const end = headBytes + held.readUInt32BE(1);
      if (held.length < end) break;
      yield { isLast: ((held[0] ?? 0) & lastFlag) !== 0, bytes: held.subarray(headBytes, end) };
      held = held.subarray(end);
    }
  }
}

/** Each line is sent when it comes, and the source ends when nobody reads any more. */
function streamOf(lines: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const next = await lines.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
}
