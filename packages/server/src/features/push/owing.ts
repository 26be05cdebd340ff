// Follows what is said, and settles some moments later who is to be told of it outside the app. Sending pays nothing for it:
// which streams have something new is told by the changes that this node publishes or hears, and is only a hint; what was
// said while no node was there to hear it is looked for at the start (docs/adr/0037-push-follows-the-streams.md).
import {
  Conversation_Kind as Kind,
  Item_Kind,
  type AppId,
  type ConversationId,
} from '@hubbub/protocol';
import type { StreamEmission } from '../../ports/bus.ts';
import type { Clock } from '../../ports/clock.ts';
import { hasListeners, owePush, streamsBehind } from '../../store/push-owed-store.ts';
import { appsWithPush } from '../../store/push-store.ts';
import type { Store } from '../../store/store.ts';

interface OwingParts {
  readonly store: Pick<Store, 'read' | 'write' | 'systemRead'>;
  readonly clock: Clock;
  readonly report: (problem: string, cause: unknown) => void;
}

interface Stirred {
  readonly app: AppId;
  readonly conversation: ConversationId;
}

const gatherMs = 200;
const appsMs = 2_000;
/** For one part of work so many parts of rest: those who write come first. */
const restPerWork = 2;
/** Streams that are remembered; of others nobody is told. */
const mostRemembered = 10_000;

export class Owing {
  readonly #parts: OwingParts;
  readonly #stirred = new Map<string, Stirred>();
  readonly #stops: (() => void)[] = [];
  /** Where anybody is subscribed at all. */
  #apps: ReadonlySet<AppId> = new Set();
  #working: Promise<void> | undefined;
  #wake: () => void = () => undefined;
  #isClosed = false;

  constructor(parts: OwingParts) {
    this.#parts = parts;
  }

  start(): void {
    const { clock } = this.#parts;
    this.#stops.push(
      clock.every(gatherMs, () => this.#watched(() => this.work())),
      clock.every(appsMs, () => this.#watched(() => this.#readApps())),
    );
    this.#watched(async () => {
      await this.#readApps();
      await this.#lookBack();
    });
  }

  /** Somebody of this app has subscribed here. */
  subscribed(app: AppId): void {
    this.#apps = new Set([...this.#apps, app]);
  }

  /** From any node, this one included. */
  receive({ app, conversation, kind, change }: StreamEmission): void {
    if (!this.#apps.has(app) || this.#stirred.size >= mostRemembered) return;
    const isNews =
      kind === Kind.SELF
        ? change.items.some((item) => !item.removed && told.has(item.kind))
        : change.messages.length > 0;
    if (isNews) this.#stirred.set(`${app}/${conversation}`, { app, conversation });
  }

  /** Settles what it was told of. */
  work(): Promise<void> {
    this.#working ??= this.#workAll().finally(() => (this.#working = undefined));
    return this.#working;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const stop of this.#stops.splice(0)) stop();
    this.#wake();
    await this.#working?.catch(() => undefined);
  }

  async #workAll(): Promise<void> {
    const { store, clock } = this.#parts;
    for (const [key, { app, conversation }] of this.#stirred) {
      if (this.#isClosed) return;
      this.#stirred.delete(key);
      const from = clock.elapsed();
      if (await store.read(app, hasListeners, { conversation }))
        await store.write(app, owePush, { conversation });
      await this.#rest((clock.elapsed() - from) * restPerWork);
    }
  }

  async #lookBack(): Promise<void> {
    const behind = await this.#parts.store.systemRead(streamsBehind, { limit: mostRemembered });
    for (const one of behind) this.#stirred.set(`${one.app}/${one.conversation}`, one);
  }

  async #readApps(): Promise<void> {
    const names = await this.#parts.store.systemRead(appsWithPush, {});
    this.#apps = new Set(names as AppId[]);
  }

  #rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const callOff = this.#parts.clock.after(ms, resolve);
      this.#wake = () => {
        callOff();
        resolve();
      };
    });
  }

  #watched(task: () => Promise<void>): void {
    task().catch((cause: unknown) => {
      if (!this.#isClosed) this.#parts.report('push: what is owed', cause);
    });
  }
}

const told: ReadonlySet<Item_Kind> = new Set([Item_Kind.CONTACT, Item_Kind.MOMENT_NOTICE]);
