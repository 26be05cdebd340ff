// N5: of the packets between devices and server the kernel loses five of a hundred, or lets 256 kbit a second through, or both, in
// turn. Nobody is told; what was not delivered is sent again, later and later.
import { underLoad, type Attack, type Options } from '../load.ts';
import { Firewall, longestResendMs } from '../network.ts';
import type { Judged } from '../verdict.ts';

const percent = 5;
const kbit = 256;
const atRestMs = 5_000;
/** The end of what was said may have been lost twice. */
const mostResends = 2;

export async function loss(options: Options): Promise<Judged> {
  const firewall = await Firewall.start();
  let round = 0;
  const rest = { id: 'N5', ms: atRestMs };
  const attack: Attack = { rest, strike, heal };
  return await underLoad('loss', attack)(options);

  async function strike({ server: { address } }: Parameters<Attack['strike']>[0]): Promise<void> {
    await firewall.heal();
    if (round % 3 !== 1) await firewall.lose(address, percent);
    if (round % 3 !== 0) await firewall.narrow(kbit);
    round += 1;
    await Bun.sleep(options.roundMs);
  }

  async function heal({ measured }: Parameters<Attack['strike']>[0]): Promise<void> {
    await firewall.heal();
    measured['resendMs'] = await longestResendMs();
    rest.ms = atRestMs + mostResends * measured['resendMs'];
  }
}
