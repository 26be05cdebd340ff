// What waits to be sent to Redis: bounded, oldest dropped first. What is dropped leaves a gap in the node's numbers, by which
// the other nodes know that they have to look into the database.
import { Buffer } from 'node:buffer';
import type { Redis } from 'ioredis';

interface OutgoingParts {
  readonly redis: Redis;
  readonly channel: string;
  /** Both for what Redis has not confirmed yet and for what waits until it is there. */
  readonly mostBytes: number;
}

export class Outgoing {
  readonly #parts: OutgoingParts;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #sentBytes = 0;

  constructor(parts: OutgoingParts) {
    this.#parts = parts;
    parts.redis.on('ready', () => this.#drain());
  }

  get isConnected(): boolean {
    return this.#parts.redis.status === 'ready';
  }

  get bytes(): number {
    return this.#waitingBytes + this.#sentBytes;
  }

  /** Never throws and never waits. */
  send(bytes: Uint8Array): void {
    if (bytes.length > this.#parts.mostBytes) return;
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    this.#drain();
    while (this.#waitingBytes > this.#parts.mostBytes)
      this.#waitingBytes -= this.#waiting.shift()?.length ?? 0;
  }

  #drain(): void {
    let sent = 0;
    for (const bytes of this.#waiting) {
      if (!this.isConnected || this.#sentBytes + bytes.length > this.#parts.mostBytes) break;
      sent += 1;
      this.#write(bytes);
    }
    if (sent > 0) this.#waiting.splice(0, sent);
  }

  #write(bytes: Uint8Array): void {
    const { redis, channel } = this.#parts;
    this.#waitingBytes -= bytes.length;
    this.#sentBytes += bytes.length;
    const message = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    const settle = () => {
      this.#sentBytes -= bytes.length;
      this.#drain();
    };
    // One that fails is not sent again: its number is missing, and that is noticed.
    redis.publish(channel, message).then(settle, settle);
  }
}
