// What happens to connections meanwhile: some end and are made anew, some stop being read for a while.
import type { Device } from '../device.ts';
import type { Random } from '../random.ts';
import type { Codec, Style } from '../style.ts';
import { RawSocket } from './raw.ts';

const stallMs = 20_000;
/** Together more than a connection holds by itself. */
const pages = 40;

/** Over a connection that can stop reading. */
export class Reader {
  readonly style: Style;
  private socket: RawSocket | undefined;

  constructor(codec: Codec) {
    this.style = { ...codec, open: (url) => (this.socket = new RawSocket(url, codec.name)) };
  }

  pause(): void {
    this.socket?.pause();
  }

  /** The connection may have been given up by the server meanwhile; then it is noticed now. */
  resume(): void {
    this.socket?.resume();
  }
}

export interface Slow {
  readonly device: Device;
  readonly reader: Reader;
}

export class Unrest {
  connects = 0;
  stalls = 0;

  constructor(
    private readonly random: Random,
    private readonly isOver: () => boolean,
  ) {}

  async reconnect(devices: readonly Device[], perSecond: number): Promise<void> {
    for (let next = performance.now(); perSecond > 0; next += 1000 / perSecond) {
      await this.until(next);
      if (this.isOver()) return;
      const device = this.random.pick(devices);
      if (!device?.isConnected) continue;
      device.hangUp();
      this.connects += 1;
    }
  }

  /** One after the other, each stops reading, asks for more than fits into its connection, and reads on later. */
  async stall(all: readonly Slow[], everyMs: number): Promise<void> {
    for (let turn = 0; all.length > 0; turn += 1) {
      await this.until(performance.now() + everyMs);
      if (this.isOver()) return;
      const slow = all[turn % all.length];
      if (!slow?.device.isConnected) continue;
      this.stalls += 1;
      slow.reader.pause();
      this.ask(slow.device);
      await this.until(performance.now() + stallMs * this.random.next());
      slow.reader.resume();
    }
  }

  private ask(device: Device): void {
    const [conversation] =
      [...device.replicas].toSorted(([, a], [, b]) => b.newest - a.newest)[0] ?? [];
    for (let page = 0; conversation !== undefined && page < pages; page += 1)
      void device.ask('message.history', { conversation, limit: 100 });
  }

  private async until(at: number): Promise<void> {
    while (!this.isOver() && performance.now() < at)
      await Bun.sleep(Math.min(250, Math.max(0, at - performance.now())));
  }
}
