// A map by app and id: ids are of their app, another app's may be equal. Two levels, so that no key has to be joined for a look-up,
// nor kept.
import type { AppId } from '@hubbub/protocol';

export class ByApp<K, V> {
  readonly #apps = new Map<AppId, Map<K, V>>();

  get size(): number {
    let size = 0;
    for (const map of this.#apps.values()) size += map.size;
    return size;
  }

  get(app: AppId, id: K): V | undefined {
    return this.#apps.get(app)?.get(id);
  }

  set(app: AppId, id: K, value: V): void {
    const map = this.#apps.get(app);
    if (map === undefined) this.#apps.set(app, new Map([[id, value]]));
    else map.set(id, value);
  }

  delete(app: AppId, id: K): void {
    const map = this.#apps.get(app);
    if (map?.delete(id) === true && map.size === 0) this.#apps.delete(app);
  }

  *values(): Iterable<V> {
    for (const map of this.#apps.values()) yield* map.values();
  }
}
