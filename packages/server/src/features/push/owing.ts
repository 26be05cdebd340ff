// Settles some moments after something was said who is to be told of it outside the app
// (docs/adr/0037-push-follows-the-streams.md).
import { Conversation_Kind as Kind, Item_Kind, type AppId } from '@hubbub/protocol';
import type { StreamEmission } from '../../ports/bus.ts';
import type { Clock } from '../../ports/clock.ts';
import type { BehindPage, Place } from '../../store/behind.ts';
import { hasListeners, owePush, streamsBehind } from '../../store/push-owed-store.ts';
import { appsWithPush } from '../../store/push-store.ts';
import type { Store } from '../../store/store.ts';
import { Follower, type Stirred } from '../follower.ts';

interface OwingParts {
  readonly store: Pick<Store, 'read' | 'write' | 'systemRead'>;
  readonly clock: Clock;
  readonly report: (problem: string, cause: unknown) => void;
}

const gatherMs = 200;
const restPerWork = 2;
const appsMs = 2_000;
const missedMs = 2_000;
/** On SQLite the loop stands still for them, a third of a millisecond. */
const streamsPerStep = 200;

export class Owing {
  readonly #parts: OwingParts;
  readonly #follower: Follower;
  /** Where anybody is subscribed at all. */
  #apps: ReadonlySet<AppId> = new Set();

  constructor(parts: OwingParts) {
    const { clock, report } = parts;
    this.#parts = parts;
    this.#follower = new Follower({
      clock,
      gatherMs,
      missedMs,
      restPerWork,
      mostAtOnce: 1,
      step: (stirred) => this.#settle(stirred),
      find: (place) => this.#find(place),
      report: (cause) => report('push: what is owed', cause),
    });
  }

  start(): void {
    this.#follower.start();
    this.#follower.every(appsMs, () => this.#readApps());
  }

  /** Somebody of this app has subscribed here. */
  subscribed(app: AppId): void {
    this.#apps = new Set([...this.#apps, app]);
  }

  /** From any node, this one included. */
  receive(emission: StreamEmission): void {
    const { app, kind, change } = emission;
    if (!this.#apps.has(app)) return;
    const isNews =
      kind === Kind.SELF
        ? change.items.some((item) => !item.removed && told.has(item.kind))
        : change.messages.length > 0;
    if (isNews) this.#follower.note(emission);
  }

  close(): Promise<void> {
    return this.#follower.close();
  }

  async #settle({ app, conversation }: Stirred): Promise<true> {
    const { store } = this.#parts;
    if (await store.read(app, hasListeners, { conversation }))
      await store.write(app, owePush, { conversation });
    return true;
  }

  async #find(place: Place): Promise<BehindPage> {
    // What comes from now on is heard, of these apps.
    await this.#readApps();
    if (this.#apps.size === 0) return { behind: [], next: undefined };
    return this.#parts.store.systemRead(streamsBehind, { ...place, limit: streamsPerStep });
  }

  async #readApps(): Promise<void> {
    const names = await this.#parts.store.systemRead(appsWithPush, {});
    this.#apps = new Set(names as AppId[]);
  }
}

const told: ReadonlySet<Item_Kind> = new Set([Item_Kind.CONTACT, Item_Kind.MOMENT_NOTICE]);
