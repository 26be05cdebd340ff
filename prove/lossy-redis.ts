// A way to Redis on which what is published is lost, comes twice, too late, or in another order; everything else passes. It
// reads just so much of the protocol (RESP) as tells one value from the next.
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Random } from './random.ts';

export interface Losses {
  /** Chances from 0 to 1. */
  readonly lost: number;
  readonly twice: number;
  readonly late: number;
  /** How late at most. */
  readonly lateMs: number;
}

const published = /^[*>]3\r\n\$7\r\nmessage\r\n/;
const longestStart = 20;

export class LossyRedis {
  losses: Losses | undefined;
  lost = 0;
  private readonly links = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: number,
    private readonly random: Random,
  ) {
    server.on('connection', (near) => this.join(near));
  }

  /** @param target Redis's port */
  static async start(target: number, random: Random): Promise<LossyRedis> {
    const server = createServer({ noDelay: true });
    const redis = new LossyRedis(server, target, random);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  cutAll(): void {
    for (const link of this.links) link.resetAndDestroy();
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.cutAll();
    await closed;
  }

  private join(near: Socket): void {
    const far = connect({ port: this.target, host: '127.0.0.1', noDelay: true });
    this.links.add(near);
    near.on('data', (data) => void far.write(data));
    let rest = Buffer.alloc(0);
    far.on('data', (data) => {
      rest = Buffer.concat([rest, Buffer.from(data)]);
      for (let end = endOf(rest, 0); end !== undefined; end = endOf(rest, 0)) {
        this.pass(near, rest.subarray(0, end));
        rest = rest.subarray(end);
      }
    });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => undefined);
      one.on('close', () => other.destroy());
    }
    near.on('close', () => this.links.delete(near));
  }

  private pass(near: Socket, value: Buffer): void {
    const { losses, random } = this;
    const isPublished = published.test(value.toString('latin1', 0, longestStart));
    if (!losses || !isPublished) return void near.write(value);
    if (random.next() < losses.lost) {
      this.lost += 1;
      return;
    }
    const send = () => void (near.writable && near.write(value));
    for (let i = random.next() < losses.twice ? 2 : 1; i > 0; i -= 1)
      if (random.next() < losses.late) setTimeout(send, losses.lateMs * random.next());
      else send();
  }
}

const pairs = 0x25;

/** Where the value ends that begins there; undefined while it has not all come. */
function endOf(bytes: Buffer, from: number): number | undefined {
  const line = bytes.indexOf('\r\n', from);
  if (line < 0) return undefined;
  const number = Number(bytes.toString('latin1', from + 1, line));
  let end = line + 2;
  switch (bytes.toString('latin1', from, from + 1)) {
    case '$':
    case '=':
      if (number >= 0) end += number + 2;
      return end <= bytes.length ? end : undefined;
    case '*':
    case '>':
    case '~':
    case '%':
      for (let i = bytes[from] === pairs ? -number : 0; i < number; i += 1) {
        const next = endOf(bytes, end);
        if (next === undefined) return undefined;
        end = next;
      }
      return end;
    default:
      return end;
  }
}
