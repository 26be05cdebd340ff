// What happens to connections meanwhile: some end and are made anew, some stop being read for a while.
import type { Device } from '../device.ts';
import type { Random } from '../random.ts';
import type { Codec, Style } from '../style.ts';
import { RawSocket } from './raw.ts';

const stallMs = 20_000;
/** A page of a hundred long messages is 300 kB; a connection of this machine holds some 4 MB by itself, the server 1 MB. */
const longMessages = 100;
const longText = 'a long text '.repeat(250);
const leastPages = 12;
const mostPages = 48;

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
  private readonly long = new Map<Device, string>();

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
      const conversation = await this.longOne(slow.device);
      if (conversation === undefined) continue;
      this.stalls += 1;
      slow.reader.pause();
      this.read(slow.device, conversation);
      await this.until(performance.now() + stallMs * this.random.next());
      slow.reader.resume();
    }
  }

  /** A conversation with much to read, which is written when it is first asked for. */
  private async longOne(device: Device): Promise<string | undefined> {
    const known = this.long.get(device);
    if (known !== undefined) return known;
    const name = `${device.device} reads`;
    const args = { kind: 'GROUP', title: name, clientKey: name, users: [] };
    const answer = await device.ask('conversation.create', args);
    const id = answer.outcome === 'ok' ? answer.body.conversation?.id : undefined;
    if (id === undefined) return undefined;
    for (let i = 1; i <= longMessages; i += 1) {
      const message = { conversation: id, clientMsgId: `${name} ${i}`, text: longText };
      if ((await device.ask('message.send', message)).outcome !== 'ok') return undefined;
    }
    this.long.set(device, id);
    return id;
  }

  private read(device: Device, conversation: string): void {
    const args = { conversation, before: longMessages + 1, limit: 100 };
    const pages = leastPages + this.random.below(mostPages - leastPages);
    for (let page = 0; page < pages; page += 1) void device.ask('message.history', args);
  }

  private async until(at: number): Promise<void> {
    while (!this.isOver() && performance.now() < at)
      await Bun.sleep(Math.min(250, Math.max(0, at - performance.now())));
  }
}
