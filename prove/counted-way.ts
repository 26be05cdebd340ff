// A way to a server on which what is asked is counted, and at which something happens at the nth.
import { connect, createServer, type AddressInfo } from 'node:net';
import type { Address } from './proxy.ts';

export interface CountedWay {
  readonly port: number;
  close(): void;
}

/** @param isPassedOn whether the nth is still asked */
export async function countedWay(
  target: Address,
  { nth, isPassedOn, happens }: { nth: number; isPassedOn: boolean; happens: () => void },
): Promise<CountedWay> {
  let count = 0;
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ ...target, noDelay: true });
    near.on('data', (data) => {
      count += 1;
      if (count < nth || (count === nth && isPassedOn)) far.write(data);
      if (count === nth) happens();
    });
    far.on('data', (data) => void near.write(data));
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => undefined);
      one.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { port, close: () => void server.close() };
}
