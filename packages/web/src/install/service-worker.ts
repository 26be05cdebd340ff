// The service worker: keeps the files of this build, so that the app opens without a network, and shows notifications. It
// keeps nothing else: no answer of the server and no picture ever gets into its caches. The build puts the two names in
// (service-worker-plugin.ts); it stands alone, without imports.
declare const buildId: string;
declare const buildFiles: readonly string[];

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface WorkerScope extends EventTarget {
  readonly location: Location;
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: object): Promise<readonly WindowClient[]>;
    openWindow(path: string): Promise<unknown>;
  };
  skipWaiting(): Promise<void>;
}

interface WindowClient {
  focus(): Promise<unknown>;
  postMessage(message: unknown): void;
}

/** As the server writes it (docs/push.md). */
interface Told {
  readonly title: string;
  readonly body: string;
  readonly path: string;
  readonly tag: string;
  readonly place: number;
}

const scope = globalThis as unknown as WorkerScope;
const prefix = 'hubbub-build-';
/** Tabs that still run an older build load its parts from here. */
const mostBuilds = 3;
/** A network that is slower than this is as good as none. */
const patienceMs = 4000;

on<Lasting>('install', (event) => event.waitUntil(install()));
on<Lasting>('activate', (event) => event.waitUntil(activate()));
on<Lasting & { request: Request; respondWith(answer: Promise<Response>): void }>(
  'fetch',
  (event) => {
    const { request } = event;
    const { origin, pathname } = new URL(request.url);
    if (request.method !== 'GET' || origin !== scope.location.origin) return;
    if (request.mode === 'navigate') event.respondWith(page(request));
    else if (pathname.startsWith('/assets/')) event.respondWith(asset(request));
  },
);
on<Lasting & { data: { json(): unknown } | null }>('push', (event) => {
  event.waitUntil(tell(event.data?.json() as Told));
});
on<Lasting & { notification: Notification }>('notificationclick', (event) => {
  event.notification.close();
  const { path } = event.notification.data as { path: string };
  event.waitUntil(open(path));
});

async function install(): Promise<void> {
  const cache = await caches.open(prefix + buildId);
  // Past the browser's cache: a page of another build must not get in.
  await cache.addAll(buildFiles.map((file) => new Request(file, { cache: 'no-cache' })));
  await scope.skipWaiting();
}

async function activate(): Promise<void> {
  const builds = (await caches.keys()).filter((name) => name.startsWith(prefix));
  // In the order in which they were made.
  const old = builds.filter((name) => name !== prefix + buildId);
  for (const name of old.slice(0, Math.max(0, builds.length - mostBuilds)))
    await caches.delete(name);
  await scope.clients.claim();
  for (const client of await scope.clients.matchAll({ type: 'window' }))
    client.postMessage({ build: buildId });
}

/** The server's page, which is never old; the kept one when there is no network. */
async function page(request: Request): Promise<Response> {
  const kept = await caches.match('/', { cacheName: prefix + buildId });
  if (!kept) return fetch(request);
  const late = new Promise<Response>((resolve) => setTimeout(() => resolve(kept), patienceMs));
  return Promise.race([fetch(request).catch(() => kept), late]);
}

/** Their names change with their content, so the kept one is the one. */
async function asset(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}

/** A push must be shown, whatever it says. What the page has told already takes its place without a sound. */
async function tell({ title, body, path, tag, place }: Told): Promise<void> {
  const shown = await scope.registration.getNotifications({ tag });
  const isOld = shown.some(({ data }) => ((data as Partial<Told> | null)?.place ?? 0) >= place);
  const data = { path, place };
  const options = { body, tag, icon: '/icons/192.png', data, renotify: !isOld, silent: isOld };
  await scope.registration.showNotification(title, options);
}

async function open(path: string): Promise<void> {
  const [client] = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (!client) return void (await scope.clients.openWindow(path));
  await client.focus();
  client.postMessage({ path });
}

function on<E extends Event>(name: string, listener: (event: E) => void): void {
  scope.addEventListener(name, listener as (event: Event) => void);
}
