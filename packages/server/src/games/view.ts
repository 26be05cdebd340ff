// One tree as it was told so far, to all who see it.
import { TreeWriter } from '@hubbub/protocol';

export interface StateEvent {
  readonly case: 'state' | 'patch';
  readonly own: boolean;
  readonly number: number;
  readonly data: Uint8Array;
}

export class View {
  readonly #writer = new TreeWriter();
  #number = 0;
  readonly #own: boolean;

  constructor(own: boolean) {
    this.#own = own;
  }

  patch(tree: unknown): StateEvent | undefined {
    const data = this.#writer.patch(tree);
    if (data === undefined) return undefined;
    return { case: 'patch', own: this.#own, number: (this.#number += 1), data };
  }

  whole(): StateEvent | undefined {
    const data = this.#writer.whole();
    return data && { case: 'state', own: this.#own, number: this.#number, data };
  }
}
