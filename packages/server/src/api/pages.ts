// Everything on the main port that is no socket: operations, health, metrics and the web app, with the security headers on
// every answer.
import type { ExportDoor } from './exports.ts';
import type { Secure } from './headers.ts';
import type { HttpDoor } from './http.ts';
import type { MediaDoor } from './media.ts';
import type { ServeStatic } from './static.ts';
import type { AppId } from '@hubbub/protocol';

interface Client {
  readonly address: string;
  readonly isLoopback: boolean;
  readonly app: AppId;
  readonly hostApp: AppId | undefined;
}

export interface PagesParts {
  readonly door: HttpDoor;
  readonly media: MediaDoor;
  readonly exports: ExportDoor;
  readonly statics: ServeStatic;
  /** Why nobody should be sent here. */
  readonly unready: () => string | undefined;
  readonly metrics: () => Promise<{ type: string; body: string }>;
  readonly publicMetrics: boolean;
  readonly secure: Secure;
}

const ownPages: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

export type Pages = (request: Request, client: Client) => Promise<Response>;

export function pages(parts: PagesParts): Pages {
  return async (request, client) => parts.secure(await answer(parts, request, client), request);
}

async function answer(parts: PagesParts, request: Request, client: Client): Promise<Response> {
  const { pathname } = new URL(request.url);
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (!isRead && ownPages.has(pathname)) return notAllowed();
  if (pathname === '/healthz') return text(200, 'alive');
  if (pathname === '/readyz') {
    const trouble = parts.unready();
    return trouble === undefined ? text(200, 'ready') : text(503, trouble);
  }
  if (pathname === '/metrics') {
    if (!client.isLoopback && !parts.publicMetrics) return text(404, 'not found');
    const { type, body } = await parts.metrics();
    return new Response(body, { headers: { 'content-type': type } });
  }
  const operation =
    parts.door(request, client) ?? parts.media(request, client) ?? parts.exports(request, client);
  if (operation !== undefined) return operation;
  return parts.statics(request) ?? notAllowed();
}

function notAllowed(): Response {
  return text(405, 'only GET and HEAD', { allow: 'GET, HEAD' });
}

function text(status: number, body: string, headers: Record<string, string> = {}): Response {
  return new Response(`${body}\n`, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
  });
}
