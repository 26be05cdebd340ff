// Putting a file together from parts of another.
export interface CleanImage {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

export class Parts {
  readonly #parts: Uint8Array[] = [];

  constructor(private readonly source: Uint8Array) {}

  /** Keeps [from, to) of the source. */
  keep(from: number, to: number): void {
    this.#parts.push(this.source.subarray(from, to));
  }

  add(bytes: Uint8Array): void {
    this.#parts.push(bytes);
  }

  join(): Uint8Array {
    const whole = new Uint8Array(this.#parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of this.#parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Latin text, for names of parts. */
export function textAt(bytes: Uint8Array, from: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(from, from + length));
}
