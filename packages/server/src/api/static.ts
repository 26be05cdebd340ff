// The web app: files of packages/web/dist, compressed when it was built (.br and .gz beside each file). Every path that is
// no file is the app's own business and gets its page.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

export type ServeStatic = (request: Request) => Response | undefined;

interface Asset {
  readonly type: string;
  readonly etag: string;
  readonly isHashed: boolean;
  readonly plain: Uint8Array<ArrayBuffer>;
  readonly br: Uint8Array<ArrayBuffer> | undefined;
  readonly gz: Uint8Array<ArrayBuffer> | undefined;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

export function serveStatic(folder: string): ServeStatic {
  const assets = readAssets(folder);
  const page = assets.get('/index.html');
  return (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return undefined;
    const { pathname } = new URL(request.url);
    const asset = assets.get(pathname);
    if (asset !== undefined) return answer(request, asset);
    if (pathname.startsWith('/assets/')) return notFound();
    return page === undefined ? notBuilt() : answer(request, page);
  };
}

function readAssets(folder: string): ReadonlyMap<string, Asset> {
  const assets = new Map<string, Asset>();
  if (!isFolder(folder)) return assets;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = types[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    const plain = read(path);
    if (plain === undefined) continue;
    const url = `/${relative(folder, path).split(sep).join('/')}`;
    const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
    const isHashed = url.startsWith('/assets/');
    assets.set(url, {
      type,
      etag,
      isHashed,
      plain,
      br: read(`${path}.br`),
      gz: read(`${path}.gz`),
    });
  }
  return assets;
}

function answer(request: Request, asset: Asset): Response {
  const headers = new Headers({
    'content-type': asset.type,
    etag: asset.etag,
    vary: 'accept-encoding',
    // The name of a hashed file changes with its content; the page is asked for again each time.
    'cache-control': asset.isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  if (request.headers.get('if-none-match') === asset.etag)
    return new Response(null, { status: 304, headers });
  const accepted = request.headers.get('accept-encoding') ?? '';
  const encoding =
    asset.br && /\bbr\b/.test(accepted)
      ? 'br'
      : asset.gz && /\bgzip\b/.test(accepted)
        ? 'gzip'
        : '';
  if (encoding !== '') headers.set('content-encoding', encoding);
  const body =
    (encoding === 'br' ? asset.br : encoding === 'gzip' ? asset.gz : undefined) ?? asset.plain;
  headers.set('content-length', String(body.length));
  return new Response(request.method === 'HEAD' ? null : body, { headers });
}

function notBuilt(): Response {
  const text =
    'The web app is not built. Build it with: npm start (or vite build in packages/web)\n';
  return new Response(text, {
    status: 503,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  });
}

function notFound(): Response {
  return new Response('Not found\n', {
    status: 404,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  });
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function read(path: string): Uint8Array<ArrayBuffer> | undefined {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
    ? new Uint8Array(readFileSync(path))
    : undefined;
}
