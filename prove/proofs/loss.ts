// N5: of the packets between devices and server the kernel loses five of a hundred, or lets 256 kbit a second through, or both, in
// turn. Nobody is told; what was not delivered is sent again, later and later.
import { underLoad, waitFor, type Attack, type Options } from '../load.ts';
import { Firewall, isResending } from '../network.ts';
import type { Judged } from '../verdict.ts';

const percent = 5;
const kbit = 256;
const atRestMs = 5_000;
/** Longer than the kernel waits twice, until it sends again what got lost. */
const mostResendMs = 60_000;

export async function loss(options: Options): Promise<Judged> {
  const firewall = await Firewall.start();
  let round = 0;
  const attack: Attack = { rest: { id: 'N5', ms: atRestMs }, strike, heal };
  return await underLoad('loss', attack)(options);

  async function strike({ server: { address } }: Parameters<Attack['strike']>[0]): Promise<void> {
    await firewall.heal();
    if (round % 3 !== 1) await firewall.lose(address, percent);
    if (round % 3 !== 0) await firewall.narrow(kbit);
    round += 1;
    await Bun.sleep(options.roundMs);
  }

  /** Not before the kernel has sent everything again does all get through. */
  async function heal({ measured }: Parameters<Attack['strike']>[0]): Promise<void> {
    await firewall.heal();
    const began = performance.now();
    await waitFor(async () => !(await isResending()), began + mostResendMs);
    measured['resentMs'] = Math.round(performance.now() - began);
  }
}
