// One stream as this node delivers it: dense version order out of emissions that may come late, twice, out of order or not
// at all (docs/sync.md 11). It knows versions and nothing of sockets; the hub asks it what may be published now.
import type { StreamEmission } from '../ports/bus.ts';

/** More than this many emissions behind a gap are not kept: the repair reads them anyway. */
const mostHeld = 256;

const nothing: readonly StreamEmission[] = [];

export class DenseOrder {
  /** The last version delivered here; undefined until the first head or emission is known. */
  version: number | undefined;
  /** The highest version anyone has spoken of. A repair below it is never published. */
  announced = 0;
  /** Undefined while nothing is, which is so of nearly all streams at any moment. */
  #held: StreamEmission[] | undefined;

  /** The head read when it was subscribed; what is known from live emissions is newer. */
  start(version: number): void {
    this.version ??= version;
    this.announced = Math.max(this.announced, this.version);
  }

  receive(emission: StreamEmission): void {
    const version = emission.change.version ?? 0;
    if (this.version !== undefined && version <= this.version) return;
    this.announced = Math.max(this.announced, version);
    if (this.#held === undefined || this.#held.length >= mostHeld) this.#held = [emission];
    else this.#held.push(emission);
  }

  /** Takes what follows without a gap, in order. */
  takeReady(): readonly StreamEmission[] {
    const held = this.#held;
    if (held === undefined) return nothing;
    this.#held = undefined;
    if (held.length === 1 && this.version === held[0]?.change.base) return this.#passOn(held);
    held.sort(byVersion);
    this.version ??= held[0]?.change.base ?? 0;
    const ready: StreamEmission[] = [];
    const later: StreamEmission[] = [];
    for (const emission of held) {
      const { base = 0, version = 0 } = emission.change;
      if (version <= this.version) continue;
      if (base > this.version) later.push(emission);
      else {
        ready.push(emission);
        this.version = version;
      }
    }
    if (later.length > 0) this.#held = later;
    return ready;
  }

  /** Something between the last version delivered and the highest announced is missing. */
  get hasGap(): boolean {
    return this.version !== undefined && this.announced > this.version;
  }

  get heldCount(): number {
    return this.#held?.length ?? 0;
  }

  #passOn(ready: readonly StreamEmission[]): readonly StreamEmission[] {
    this.version = ready[0]?.change.version ?? this.version;
    return ready;
  }
}

function byVersion(a: StreamEmission, b: StreamEmission): number {
  const order = (a.change.version ?? 0) - (b.change.version ?? 0);
  // Of two that end alike the one that starts later is the smaller: with it in place the wider is a repeat.
  return order === 0 ? (b.change.base ?? 0) - (a.change.base ?? 0) : order;
}
