// The keys of messages that were just said, held until the indexer comes: to read them back costs more than all else it does
// (docs/adr/0061). Whatever is not held, or is not what stands in the store any more, is read from there.
import { timestampMs } from '@bufbuild/protobuf/wkt';
import type { Message } from '@hubbub/protocol';
import { GatheredKeys } from '../../rules/gathered-keys.ts';
import { eachKeyOf, senderKey, textsOf } from '../../rules/searchable.ts';
import type { Stretch } from '../../store/search-index-store.ts';

/** As one slice is: the loop stands still for it. */
export interface MostHeld {
  /** Messages of a stretch. */
  readonly messages: number;
  /** Times that a message stands under a key, of a stretch. */
  readonly keys: number;
  /** Bytes of all stretches, about. */
  readonly bytes: number;
}

/** A key with its list, and a place in it. 50,000 messages of nine new words come to 135 MB, and take 150 of the heap; of known words 12, and 10. */
const bytesPerKey = 160;
const bytesPerEntry = 16;

interface OpenStretch extends Stretch {
  to: number;
  bytes: number;
  isOpen: boolean;
}

export class HeldKeys {
  readonly #most: MostHeld;
  readonly #byStream = new Map<string, OpenStretch[]>();
  #bytes = 0;

  constructor(most: MostHeld) {
    this.#most = most;
  }

  /** Bytes, about. */
  get size(): number {
    return this.#bytes;
  }

  hold(stream: string, messages: readonly Message[]): void {
    for (const message of messages) this.#hold(stream, message);
  }

  /** All of a stream. They are left as they are; what comes meanwhile begins another. */
  stretches(stream: string): readonly Stretch[] {
    const held = this.#byStream.get(stream) ?? [];
    for (const one of held) one.isOpen = false;
    return held;
  }

  /** What cannot be relied on any more. */
  clear(): void {
    this.#byStream.clear();
    this.#bytes = 0;
  }

  /** @param seq up to which the stream is in the index */
  drop(stream: string, seq: number): void {
    const held = this.#byStream.get(stream);
    if (held === undefined) return;
    const left = held.filter(({ to }) => to > seq);
    for (const { to, bytes } of held) if (to <= seq) this.#bytes -= bytes;
    if (left.length > 0) this.#byStream.set(stream, left);
    else this.#byStream.delete(stream);
  }

  #hold(stream: string, message: Message): void {
    const { content, seq = 0, sender, createdAt } = message;
    const held = this.#byStream.get(stream);
    const last = held?.at(-1);
    if (seq <= (last?.to ?? 0) || this.#bytes >= this.#most.bytes) return;
    const one = last && this.#goesOn(last, seq) ? last : this.#begin(stream, message);
    one.to = seq;
    const before = bytesOf(one.keys);
    one.keys.begin(seq, createdAt ? timestampMs(createdAt) : 0);
    eachKeyOf(content, senderKey(sender), (key) => one.keys.add(key));
    const bytes = textLength(content) + bytesOf(one.keys) - before;
    one.bytes += bytes;
    this.#bytes += bytes;
  }

  #goesOn({ isOpen, from, to, keys }: OpenStretch, seq: number): boolean {
    const { messages: mostMessages, keys: mostKeys } = this.#most;
    return isOpen && seq === to + 1 && seq - from < mostMessages && keys.entries < mostKeys;
  }

  #begin(stream: string, { seq = 0, version = 0 }: Message): OpenStretch {
    const keys = new GatheredKeys();
    const one = { from: seq, to: seq, version, keys, bytes: 0, isOpen: true };
    const held = this.#byStream.get(stream);
    if (held) held.push(one);
    else this.#byStream.set(stream, [one]);
    return one;
  }
}

function bytesOf({ keys, entries }: GatheredKeys): number {
  return bytesPerKey * keys + bytesPerEntry * entries;
}

/** A key is a part of the text, and may hold all of it. */
function textLength(content: Message['content']): number {
  return textsOf(content).reduce((sum, { length }) => sum + length, 0);
}
