// Tells a tree of plain data once, and from then on what changed in it. It keeps a copy of what was told and compares: game
// code changes its state as it likes and declares nothing. One writer serves all who see the same tree.
import { ByteWriter } from '../bytes.ts';
import { mostDepth, mostKeys, op, small, tag } from './form.ts';

/** What was told: objects and arrays as nodes, everything else as it is. */
class Node {
  readonly keys: string[] | undefined;
  readonly values: unknown[] = [];
  /** Slots that hold nodes; while there are none, nothing below needs a look. */
  children = 0;

  constructor(
    readonly number: number,
    isArray: boolean,
  ) {
    this.keys = isArray ? undefined : [];
  }
}

/** What cannot be told: a Map, a Date, a function, a tree that is too deep or holds itself. */
export class UntellableError extends Error {
  override readonly name = 'UntellableError';
}

export class TreeWriter {
  readonly #out = new ByteWriter();
  readonly #keys = new Map<string, number>();
  readonly #free: number[] = [];
  #lastNumber = 0;
  #depth = 0;
  #root: Node | undefined;

  /** Everything that was told so far, for somebody who has heard nothing; undefined before the first patch. */
  whole(): Uint8Array<ArrayBuffer> | undefined {
    if (this.#root === undefined) return undefined;
    this.#out.clear();
    this.#out.varint(this.#keys.size);
    for (const key of this.#keys.keys()) this.#out.string(key);
    this.#tell(this.#root.values[0]);
    return this.#out.finish();
  }

  /** What changed since the last patch, or undefined. Throws UntellableError; the writer is of no use then. */
  patch(tree: unknown): Uint8Array<ArrayBuffer> | undefined {
    this.#out.clear();
    this.#depth = 0;
    this.#root ??= this.#makeRoot();
    this.#compare(this.#root, [tree]);
    return this.#out.length === 0 ? undefined : this.#out.finish();
  }

  #makeRoot(): Node {
    const root = new Node(0, true);
    root.values.push(null);
    return root;
  }

  #compare(node: Node, next: object): void {
    if ((this.#depth += 1) > mostDepth) throw new UntellableError('It is nested too deeply.');
    const begun =
      node.keys === undefined
        ? this.#compareArray(node, next as readonly unknown[])
        : this.#compareObject(node, node.keys, next as Record<string, unknown>);
    if (begun) this.#out.byte(op.end);
    if (node.children > 0) this.#compareChildren(node, next);
    this.#depth -= 1;
  }

  #compareChildren({ keys, values }: Node, next: object): void {
    for (let slot = 0; slot < values.length; slot += 1) {
      const held = values[slot];
      if (!(held instanceof Node)) continue;
      const value =
        keys === undefined
          ? (next as readonly unknown[])[slot]
          : (next as Record<string, unknown>)[keys[slot] ?? ''];
      this.#compare(held, value as object);
    }
  }

  #compareArray(node: Node, next: readonly unknown[]): boolean {
    const { values } = node;
    let begun = false;
    if (next.length < values.length) {
      begun = this.#begin(node, begun);
      this.#out.byte(op.resize);
      this.#out.varint(next.length);
      while (values.length > next.length) this.#drop(node, values.pop());
    }
    for (let slot = 0; slot < next.length; slot += 1)
      begun = this.#compareSlot(node, { slot, value: next[slot], begun });
    return begun;
  }

  #compareObject(node: Node, keys: string[], next: Record<string, unknown>): boolean {
    let begun = false;
    let slot = 0;
    for (const key in next) {
      // Nearly always the keys are those of before, in their order.
      if (keys[slot] !== key) return this.#compareKeys(node, keys, { next, begun });
      begun = this.#compareSlot(node, { slot, value: next[key], begun });
      slot += 1;
    }
    return slot === keys.length ? begun : this.#compareKeys(node, keys, { next, begun });
  }

  /** Keys came, went, or stand in another order. */
  #compareKeys(
    node: Node,
    keys: string[],
    { next, begun: before }: { next: Record<string, unknown>; begun: boolean },
  ): boolean {
    let begun = before;
    for (let slot = keys.length - 1; slot >= 0; slot -= 1) {
      if (Object.hasOwn(next, keys[slot] ?? '')) continue;
      begun = this.#begin(node, begun);
      this.#out.byte(op.delete);
      this.#out.varint(slot);
      keys.splice(slot, 1);
      this.#drop(node, node.values.splice(slot, 1)[0]);
    }
    const slots = new Map(keys.map((key, slot) => [key, slot]));
    for (const key in next) {
      const value = next[key];
      const slot = slots.get(key);
      if (slot !== undefined) {
        begun = this.#compareSlot(node, { slot, value, begun });
        continue;
      }
      begun = this.#begin(node, begun);
      this.#out.byte(op.key);
      this.#tellKey(key);
      keys.push(key);
      node.values.push(this.#tellNew(node, value));
    }
    return begun;
  }

  #compareSlot(
    node: Node,
    { slot, value, begun }: { slot: number; value: unknown; begun: boolean },
  ): boolean {
    const held = node.values[slot];
    if (held === value && slot < node.values.length) return begun;
    if (held instanceof Node) {
      if (isSameKind(held, value)) return begun;
      this.#drop(node, held);
    } else if (isSamePrimitive(held, value, slot < node.values.length)) return begun;
    this.#begin(node, begun);
    this.#out.varint(op.set + slot);
    node.values[slot] = this.#tellNew(node, value);
    return true;
  }

  #begin(node: Node, begun: boolean): true {
    if (!begun) this.#out.varint(node.number);
    return true;
  }

  #drop(parent: Node, value: unknown): void {
    if (!(value instanceof Node)) return;
    parent.children -= 1;
    this.#forget(value);
  }

  #forget(node: Node): void {
    this.#free.push(node.number);
    if (node.children > 0)
      for (const value of node.values) if (value instanceof Node) this.#forget(value);
  }

  /** Tells a value that is new and gives what is kept of it. */
  #tellNew(parent: Node, value: unknown): unknown {
    const held = this.#take(value);
    if (held instanceof Node) parent.children += 1;
    this.#tell(held);
    return held;
  }

  #take(value: unknown): unknown {
    const kind = typeof value;
    if (kind === 'number' || kind === 'string' || kind === 'boolean') return value;
    if (value === undefined || value === null) return null;
    if (typeof value === 'object') return this.#takeNode(value);
    throw new UntellableError(`It holds a ${kind}.`);
  }

  #takeNode(value: object): Node {
    const isArray = Array.isArray(value);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (!isArray && prototype !== Object.prototype && prototype !== null)
      throw new UntellableError(`It holds a ${value.constructor.name}; only plain data is told.`);
    if ((this.#depth += 1) > mostDepth) throw new UntellableError('It is nested too deeply.');
    const node = new Node(this.#free.pop() ?? (this.#lastNumber += 1), isArray);
    const entries = isArray ? value.entries() : Object.entries(value);
    for (const [key, item] of entries) {
      if (key === '__proto__') throw new UntellableError('It has a key __proto__.');
      node.keys?.push(key as string);
      const held = this.#take(item);
      if (held instanceof Node) node.children += 1;
      node.values.push(held);
    }
    this.#depth -= 1;
    return node;
  }

  #tell(value: unknown): void {
    const out = this.#out;
    if (typeof value === 'number') this.#tellNumber(value);
    else if (typeof value === 'string') {
      out.byte(tag.text);
      out.string(value);
    } else if (value instanceof Node) this.#tellNode(value);
    else out.byte(value === null ? tag.null : value === true ? tag.true : tag.false);
  }

  #tellNumber(value: number): void {
    const out = this.#out;
    if ((value | 0) === value && !Object.is(value, -0)) {
      if (value >= -small && value < tag.null - small) return out.byte(value + small);
      out.byte(tag.integer);
      return out.varint((value << 1) ^ (value >> 31));
    }
    // NaN too: as a float it is the same.
    if (Math.fround(value) === value || Number.isNaN(value)) {
      out.byte(tag.float);
      return out.float(value);
    }
    out.byte(tag.double);
    out.double(value);
  }

  #tellNode({ number, keys, values }: Node): void {
    const out = this.#out;
    out.byte(keys === undefined ? tag.array : tag.object);
    out.varint(number);
    out.varint(values.length);
    for (let slot = 0; slot < values.length; slot += 1) {
      if (keys !== undefined) this.#tellKey(keys[slot] ?? '');
      this.#tell(values[slot]);
    }
  }

  #tellKey(key: string): void {
    const known = this.#keys.get(key);
    this.#out.varint(known ?? 0);
    if (known !== undefined) return;
    this.#out.string(key);
    if (this.#keys.size < mostKeys) this.#keys.set(key, this.#keys.size + 1);
  }
}

function isSameKind(held: Node, value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Array.isArray(value) === (held.keys === undefined)
  );
}

function isSamePrimitive(held: unknown, value: unknown, isThere: boolean): boolean {
  if (value === undefined) return isThere && held === null;
  return isThere && Number.isNaN(held) && Number.isNaN(value);
}
