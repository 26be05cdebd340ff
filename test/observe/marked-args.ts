// Arguments for any operation, made from the contract: every text carries a mark, ids are often those of things that exist.
import type { DescField, DescMessage, DescMethodUnary } from '@bufbuild/protobuf';
import { ScalarType } from '@bufbuild/protobuf';

export interface Known {
  readonly conversations: readonly string[];
  readonly users: readonly string[];
}

/** A small generator of numbers that a seed repeats. */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export class MarkedArgs {
  constructor(
    private readonly mark: () => string,
    private readonly known: Known,
    private readonly next: () => number,
  ) {}

  for(method: DescMethodUnary): Record<string, unknown> {
    return this.#message(method.input, 0);
  }

  #message(type: DescMessage, depth: number): Record<string, unknown> {
    const made: Record<string, unknown> = {};
    for (const field of type.fields) {
      if (field.oneof !== undefined || this.next() < 0.1) continue;
      made[field.localName] = this.#field(field, depth);
    }
    for (const oneof of type.oneofs) {
      const field = this.#pick(oneof.fields);
      if (field !== undefined)
        made[oneof.localName] = { case: field.localName, value: this.#value(field, depth) };
    }
    return made;
  }

  #field(field: DescField, depth: number): unknown {
    if (field.fieldKind === 'list')
      return Array.from({ length: Math.floor(this.next() * 3) }, () => this.#value(field, depth));
    return this.#value(field, depth);
  }

  #value(field: DescField, depth: number): unknown {
    if (field.message !== undefined)
      return depth > 2 ? undefined : this.#message(field.message, depth + 1);
    if (field.enum !== undefined) return this.#pick(field.enum.values)?.number ?? 0;
    const { scalar } = field;
    if (scalar === ScalarType.STRING) return this.#text(field.localName);
    if (scalar === ScalarType.BYTES) return new TextEncoder().encode(this.mark());
    if (scalar === ScalarType.BOOL) return this.next() < 0.5;
    return Math.floor(this.next() * 20);
  }

  #text(name: string): string {
    if (/conversation|room/i.test(name) && this.next() < 0.9)
      return this.#pick(this.known.conversations) ?? '';
    if (/^users?$|member/i.test(name) && this.next() < 0.9)
      return this.#pick(this.known.users) ?? '';
    return this.mark();
  }

  #pick<T>(from: readonly T[]): T | undefined {
    return from[Math.floor(this.next() * from.length)];
  }
}
