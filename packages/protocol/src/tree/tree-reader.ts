// Reads what a TreeWriter tells and keeps the tree as immutable snapshots: a change makes new objects on the way from the
// root to it, all others stay the same, so that a user interface sees by identity what it has to draw anew.
import { ByteReader } from '../bytes.ts';
import { OperationError } from '../errors.ts';
import { mostDepth, mostKeys, op, small, tag, type Plain } from './form.ts';

interface Node {
  readonly keys: string[] | undefined;
  readonly parent: Node | undefined;
  /** Where it hangs in its parent. */
  readonly at: string | number;
  value: Record<string | number, Plain>;
  /** The patch that copied it last. */
  stamp: number;
}

export class TreeReader {
  #keys: string[] = [];
  #nodes = new Map<number, Node>();
  #source = new ByteReader(new Uint8Array());
  #stamp = 0;
  #depth = 0;

  /** Undefined until it was told. */
  get tree(): Plain | undefined {
    return this.#nodes.get(0)?.value[0];
  }

  /** Throws MALFORMED. */
  whole(bytes: Uint8Array): Plain {
    const source = this.#begin(bytes);
    this.#nodes = new Map();
    this.#keys = [];
    for (let count = source.varint(); count > 0; count -= 1) this.#keys.push(source.string());
    const root: Node = { keys: undefined, parent: undefined, at: 0, value: [] as never, stamp: 0 };
    this.#nodes.set(0, root);
    return (root.value[0] = this.#value(root, 0));
  }

  /** Throws MALFORMED, e.g. when it changes something that was never told. */
  patch(bytes: Uint8Array): Plain | undefined {
    const source = this.#begin(bytes);
    if (this.#nodes.size === 0) this.whole(Uint8Array.of(0, tag.null));
    this.#source = source;
    while (!source.done) {
      const node = this.#nodes.get(source.varint());
      if (node === undefined) throw malformed();
      this.#change(this.#fresh(node));
    }
    return this.tree;
  }

  #begin(bytes: Uint8Array): ByteReader {
    this.#stamp += 1;
    this.#depth = 0;
    return (this.#source = new ByteReader(bytes));
  }

  /** Its value is a copy that this patch may change, up to the root. */
  #fresh(node: Node): Node {
    if (node.stamp === this.#stamp) return node;
    node.stamp = this.#stamp;
    node.value = (Array.isArray(node.value) ? [...node.value] : { ...node.value }) as Node['value'];
    if (node.parent !== undefined) this.#fresh(node.parent).value[node.at] = node.value as Plain;
    return node;
  }

  #change(node: Node): void {
    const source = this.#source;
    const { keys, value } = node;
    for (let code = source.varint(); code !== op.end; code = source.varint()) {
      if (code === op.resize) value['length'] = source.varint();
      else if (code === op.delete) delete value[keys?.splice(source.varint(), 1)[0] ?? ''];
      else {
        const at =
          code === op.key ? this.#key() : keys === undefined ? code - op.set : keys[code - op.set];
        if (at === undefined) throw malformed();
        if (code === op.key) keys?.push(at as string);
        value[at] = this.#value(node, at);
      }
    }
  }

  #key(): string {
    const number = this.#source.varint();
    const key = number === 0 ? this.#source.string() : this.#keys[number - 1];
    if (key === undefined || key === '__proto__') throw malformed();
    if (number === 0 && this.#keys.length < mostKeys) this.#keys.push(key);
    return key;
  }

  #value(parent: Node, at: string | number): Plain {
    const source = this.#source;
    const kind = source.byte();
    if (kind < tag.null) return kind - small;
    switch (kind) {
      case tag.null:
        return null;
      case tag.false:
        return false;
      case tag.true:
        return true;
      case tag.integer: {
        const bits = source.varint();
        return (bits >>> 1) ^ -(bits & 1);
      }
      case tag.float:
        return source.float();
      case tag.double:
        return source.double();
      case tag.text:
        return source.string();
      case tag.object:
        return this.#node(parent, at, []);
      case tag.array:
        return this.#node(parent, at, undefined);
      default:
        throw malformed();
    }
  }

  #node(parent: Node, at: string | number, keys: string[] | undefined): Plain {
    if ((this.#depth += 1) > mostDepth) throw malformed();
    const source = this.#source;
    const number = source.varint();
    const value = (keys === undefined ? [] : {}) as Node['value'];
    const node: Node = { keys, parent, at, value, stamp: this.#stamp };
    this.#nodes.set(number, node);
    const count = source.varint();
    for (let slot = 0; slot < count; slot += 1) {
      const key = keys === undefined ? slot : this.#key();
      keys?.push(key as string);
      value[key] = this.#value(node, key);
    }
    this.#depth -= 1;
    return value as Plain;
  }
}

function malformed(): OperationError {
  return new OperationError('MALFORMED', 'The state cannot be read.');
}
