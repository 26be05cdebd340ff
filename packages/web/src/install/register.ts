// The service worker, as the page sees it.
export interface WorkerNews {
  /** Another build than this page's is served from now on. */
  readonly updated: () => void;
  /** A notification was chosen. */
  readonly opened: (path: string) => void;
}

const patienceMs = 60_000;

/** @returns ends it; `look` asks whether there is a newer build, at most once a minute */
export function registerWorker(news: WorkerNews): { look: () => void; end: () => void } {
  const build = document.querySelector<HTMLMetaElement>('meta[name="build"]')?.content;
  const workers = build === undefined ? undefined : navigator.serviceWorker;
  if (workers === undefined) return { look: () => undefined, end: () => undefined };
  let looked = performance.now();
  const hear = ({ data }: MessageEvent<{ build?: string; path?: string }>) => {
    if (data.build !== undefined && data.build !== build) news.updated();
    if (data.path !== undefined) news.opened(data.path);
  };
  workers.addEventListener('message', hear);
  // Forbidden (a private window) or out of reach: the app works without.
  workers.register(address('/service-worker.js')).catch(() => undefined);
  return {
    look() {
      if (performance.now() - looked < patienceMs) return;
      looked = performance.now();
      workers
        .getRegistration()
        .then(
          (registration) => registration?.update(),
          () => undefined,
        )
        .catch(() => undefined);
    },
    end: () => workers.removeEventListener('message', hear),
  };
}

/** The page's policy takes addresses of scripts only from who has declared to know what they are. */
function address(path: string): string {
  const { trustedTypes } = globalThis as unknown as { trustedTypes?: TrustedTypes };
  const policy = trustedTypes?.createPolicy('hubbub-worker', { createScriptURL: (text) => text });
  return policy?.createScriptURL(path) ?? path;
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (text: string) => string },
  ): { createScriptURL: (text: string) => string };
}
