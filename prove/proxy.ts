// A network as it can be, between whoever connects and one address: it delays, drips, holds back, forgets, and cuts anywhere.
// Plain sockets; what they say is not looked at.
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Pipe, type Faults } from './pipe.ts';

export interface Weather {
  /** From who connected to the target. */
  readonly up?: Faults;
  /** And back. */
  readonly down?: Faults;
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** What a new connection meets. */
export type Forecast = () => Weather;

const clear: Weather = {};

export class Link {
  private readonly up: Pipe;
  private readonly down: Pipe;

  constructor(
    private readonly near: Socket,
    private readonly far: Socket,
    weather: Weather,
  ) {
    const cut = () => this.cut();
    this.up = new Pipe(near, far, cut);
    this.down = new Pipe(far, near, cut);
    this.meet(weather);
  }

  meet({ up = {}, down = {} }: Weather): void {
    this.up.meet(up);
    this.down.meet(down);
  }

  /** Both sides are told by a reset. */
  cut(): void {
    this.up.stop();
    this.down.stop();
    this.near.resetAndDestroy();
    this.far.resetAndDestroy();
  }
}

export class Proxy {
  readonly links = new Set<Link>();
  forecast: Forecast = () => clear;

  private constructor(
    private readonly server: Server,
    public target: Address,
  ) {
    server.on('connection', (near) => this.join(near));
  }

  static async start(target: Address): Promise<Proxy> {
    const server = createServer({ allowHalfOpen: true, noDelay: true });
    const proxy = new Proxy(server, target);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** The same address, through here. */
  through(url: string): string {
    const { port } = this;
    return Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(port) }).href;
  }

  /** From now on, and for those that are there. */
  turn(forecast: Forecast): void {
    this.forecast = forecast;
    for (const link of this.links) link.meet(forecast());
  }

  /** What was held back gets through, and nothing is held back any more. */
  heal(): void {
    this.turn(() => clear);
  }

  cutAll(): void {
    for (const link of this.links) link.cut();
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.cutAll();
    await closed;
  }

  private join(near: Socket): void {
    const far = connect({ ...this.target, allowHalfOpen: true, noDelay: true });
    const link = new Link(near, far, this.forecast());
    this.links.add(link);
    let open = 2;
    for (const side of [near, far])
      side.on('close', () => {
        open -= 1;
        if (open === 0) this.links.delete(link);
      });
  }
}
