// When users were here last. Who comes and goes is written together, once a second: ten thousand who return at once cost a
// few statements.
import type { AppId, UserId } from '@hubbub/protocol';
import type { Clock } from '../ports/clock.ts';
import { noteSeen } from '../store/presence-store.ts';
import type { Store } from '../store/store.ts';

const everyMs = 1_000;
const mostAtOnce = 1_000;

interface Parts {
  readonly store: Pick<Store, 'write'>;
  readonly clock: Clock;
  readonly report: (problem: string, cause: unknown) => void;
}

export class LastSeen {
  readonly #parts: Parts;
  readonly #users = new Map<AppId, Set<UserId>>();
  readonly #stop: () => void;
  #writing: Promise<void> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#stop = parts.clock.every(everyMs, () => this.#write());
  }

  note(app: AppId, user: UserId): void {
    const users = this.#users.get(app);
    if (users === undefined) this.#users.set(app, new Set([user]));
    else users.add(user);
  }

  /** Resolves when all is written. */
  async close(): Promise<void> {
    this.#stop();
    this.#write();
    await this.#writing;
  }

  #write(): void {
    if (this.#users.size === 0) return;
    const noted = [...this.#users];
    this.#users.clear();
    const at = this.#parts.clock.now();
    this.#writing = this.#writing.then(() => this.#writeAll(noted, at));
  }

  async #writeAll(noted: readonly (readonly [AppId, Set<UserId>])[], at: number): Promise<void> {
    try {
      for (const [app, users] of noted) {
        const all = [...users];
        for (let from = 0; from < all.length; from += mostAtOnce) {
          const some = all.slice(from, from + mostAtOnce);
          await this.#parts.store.write(app, noteSeen, { users: some, at });
        }
      }
    } catch (cause) {
      this.#parts.report('could not write who was here', cause);
    }
  }
}
