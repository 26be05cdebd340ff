// The main port while its certificate is renewed. The runtime keeps the certificate of a listener for life, so a renewal
// opens a second listener on the same port and ends the first one's accepting: sockets that are open stay where they are,
// hear every publish, and an old listener goes when its last socket has gone. The kernel resets a connection that has just
// reached the old one and was not accepted yet; its client tries again.
import type { FrameData } from '@hubbub/protocol';
import type { NativeTopics } from './topics.ts';

/** A certificate chain and its private key, in PEM. */
export interface Tls {
  readonly cert: string;
  readonly key: string;
}

/** What is needed of the runtime's server. */
export interface NativeListener extends NativeTopics {
  readonly port: number | undefined;
  stop(closeActive: boolean): Promise<void>;
}

/** Opens the port; it may be shared with a listener that has it already. */
export type OpenListener = (port: number, tls: Tls | undefined) => NativeListener;

export class RenewableListener implements NativeTopics {
  readonly #open: OpenListener;
  #current: NativeListener;
  readonly #old = new Set<NativeListener>();

  constructor(open: OpenListener, port: number, tls: Tls | undefined) {
    this.#open = open;
    this.#current = open(port, tls);
  }

  get port(): number {
    return this.#current.port ?? 0;
  }

  /** New connections are shown this certificate. Throws, and changes nothing, when it is of no use. */
  renew(tls: Tls): void {
    const before = this.#current;
    this.#current = this.#open(this.port, tls);
    this.#old.add(before);
    void before.stop(false).then(() => this.#old.delete(before));
  }

  publish(topic: string, data: FrameData): number {
    for (const old of this.#old) if (old.subscriberCount(topic) > 0) old.publish(topic, data);
    return this.#current.publish(topic, data);
  }

  subscriberCount(topic: string): number {
    let count = this.#current.subscriberCount(topic);
    for (const old of this.#old) count += old.subscriberCount(topic);
    return count;
  }

  /** Ends every connection. */
  async stop(): Promise<void> {
    await Promise.all([...this.#old, this.#current].map((one) => one.stop(true)));
  }
}
