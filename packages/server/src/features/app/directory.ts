// The apps as this process knows them: which host is whose, which pages may call, what is suspended. Read again every second
// and whenever a node says that something changed, so that the operator's word holds everywhere within a second.
import { OperationError, type AppId, type AppSettings } from '@hubbub/protocol';
import { allowedOrigins, type IsAllowedOrigin } from '../../rules/origins.ts';
import { readApps, type StoredApp } from '../../store/app-store.ts';
import type { Store } from '../../store/store.ts';
import type { Principal } from '../operation.ts';
import { isKeyThere } from '../../store/key-store.ts';

interface KnownApp extends StoredApp {
  readonly isAllowedOrigin: IsAllowedOrigin;
}

interface DirectoryParts {
  readonly store: Pick<Store, 'systemRead' | 'systemWrite' | 'keepLogOf'>;
  /** The app that stands for every host that is no other's. */
  readonly main: AppId;
  /** Its origins by the server's options. */
  readonly origins: readonly string[];
  /** Pages of an app's own host names are its own: over TLS, in dev over plain HTTP too. */
  readonly schemes: readonly string[];
  /** The server speaks TLS itself. */
  readonly isTls: boolean;
  /** Its sockets have to close. */
  readonly onSuspended: (app: AppId) => void;
}

export class AppDirectory {
  readonly #parts: DirectoryParts;
  #apps: ReadonlyMap<AppId, KnownApp> = new Map();
  #hosts: ReadonlyMap<string, AppId> = new Map();
  #reading: Promise<void> | undefined;
  #again = false;

  constructor(parts: DirectoryParts) {
    this.#parts = parts;
  }

  /** What was committed before the call is known when it resolves. */
  refresh(): Promise<void> {
    // A read that has begun may not see it.
    if (this.#reading !== undefined) {
      this.#again = true;
      return this.#reading;
    }
    this.#reading = this.#read();
    return this.#reading;
  }

  /** As the store does it, and what it changed is known here when it resolves: whoever made an app enters it at once. */
  readonly writing: Pick<Store, 'systemRead' | 'systemWrite'> = {
    systemRead: (read, args) => this.#parts.store.systemRead(read, args),
    systemWrite: async (write, args) => {
      const result = await this.#parts.store.systemWrite(write, args);
      await this.refresh();
      return result;
    },
  };

  has(app: AppId): boolean {
    return this.#apps.has(app);
  }

  /** What was set for the app; nothing for one that is not known (yet). */
  settings(app: AppId): AppSettings | undefined {
    return this.#apps.get(app)?.settings;
  }

  /** 0: the server's own number holds. */
  groupMembersOf(app: AppId): number {
    return this.#apps.get(app)?.settings.quota?.groupMembers ?? 0;
  }

  /** What its callers may do a second, where it has a rate of its own. */
  rateOf(app: AppId): { readonly perSecond: number; readonly burst: number } | undefined {
    const { ratePerSecond = 0, rateBurst = 0 } = this.#apps.get(app)?.settings.quota ?? {};
    return ratePerSecond === 0 ? undefined : { perSecond: ratePerSecond, burst: rateBurst };
  }

  get all(): Iterable<StoredApp> {
    return this.#apps.values();
  }

  /** The app with this host name of its own. */
  ofHost(host: string): AppId | undefined {
    return this.#hosts.get(nameOf(host));
  }

  admit(app: AppId, page: { readonly origin: string; readonly host: string } | undefined): void {
    const known = this.#apps.get(app);
    if (known?.suspended === true) throw new OperationError('SUSPENDED');
    if (page !== undefined && known?.isAllowedOrigin(page.origin, page.host) !== true)
      throw new OperationError('ORIGIN');
  }

  /** May a page of this origin call any app at all? Which one it wants is not known yet. */
  isAllowedOrigin(origin: string, host: string): boolean {
    const own = this.ofHost(host);
    if (own !== undefined) return this.#apps.get(own)?.isAllowedOrigin(origin, host) === true;
    for (const app of this.#apps.values()) if (app.isAllowedOrigin(origin, host)) return true;
    return false;
  }

  async stillValid(principal: Principal): Promise<boolean> {
    if (principal.kind !== 'key') return true;
    return this.#parts.store.systemRead(isKeyThere, { key: principal.key });
  }

  async #read(): Promise<void> {
    try {
      do {
        this.#again = false;
        const stored = await this.#parts.store.systemRead(readApps, {});
        this.#take(stored);
      } while (this.#again);
    } finally {
      // In the turn of the last look at #again: whoever comes later begins a read of its own.
      this.#reading = undefined;
    }
  }

  #take(stored: readonly StoredApp[]): void {
    const before = this.#apps;
    this.#apps = new Map(stored.map((app) => [app.name, this.#known(app)]));
    this.#hosts = new Map(
      stored.flatMap(({ name, settings }) => settings.hosts.map((host) => [host, name] as const)),
    );
    const keeping = stored.filter(({ settings }) => settings.eventLog?.enabled === true);
    this.#parts.store.keepLogOf(keeping.map(({ name }) => name));
    for (const { name, suspended } of stored)
      if (suspended && before.get(name)?.suspended !== true) this.#parts.onSuspended(name);
  }

  #known(app: StoredApp): KnownApp {
    const { main, origins, schemes, isTls } = this.#parts;
    const { settings } = app;
    const isListed = allowedOrigins(
      [...(app.name === main ? origins : []), ...settings.origins],
      isTls,
    );
    const own = new Set(settings.hosts);
    const isOwn = (origin: string, host: string) =>
      own.has(nameOf(host)) && schemes.some((scheme) => origin === `${scheme}://${host}`);
    return {
      ...app,
      isAllowedOrigin: (origin, host) => isListed(origin, host) || isOwn(origin, host),
    };
  }
}

/** Of a Host header, without its port. */
function nameOf(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase();
}
