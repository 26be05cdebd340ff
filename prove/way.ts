// A node's way to a server beside it, which can be held up so that neither side is told.
import { Firewall, type Direction } from './network.ts';
import { Proxy, type Address } from './proxy.ts';

export interface Way {
  /** The same address, by this way. */
  through(url: string): string;
  hold(direction: Direction): Promise<void>;
  heal(): Promise<void>;
  close(): Promise<void>;
}

export type MakeWay = (target: Address) => Promise<Way>;

const held = { isHeld: true };

/** What is held up is cut off in the end. */
export async function byProxy(target: Address): Promise<Way> {
  const proxy = await Proxy.start(target);
  return {
    through: (url) => proxy.through(url),
    async hold(direction) {
      const up = direction === 'down' ? {} : held;
      const down = direction === 'up' ? {} : held;
      proxy.turn(() => ({ up, down }));
    },
    async heal() {
      proxy.cutAll();
      proxy.heal();
    },
    close: () => proxy.close(),
  };
}

/** Packets are dropped; the connections stay, and what was not delivered is sent again. */
export async function byAddress(): Promise<MakeWay> {
  const firewall = await Firewall.start();
  let ways = 0;
  return async ({ port }) => {
    const host = `127.0.1.${++ways}`;
    return {
      through: (url) => Object.assign(new URL(url), { hostname: host }).href,
      hold: (direction) => firewall.drop({ host, port }, direction),
      heal: () => firewall.heal(),
      close: async () => undefined,
    };
  };
}
