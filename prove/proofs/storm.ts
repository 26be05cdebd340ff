// L4: every device is cut off at once and comes back at once, while somebody else goes on talking.
import { underLoad, type Attack, type Options } from '../load.ts';
import { Prober } from '../prober.ts';
import { Proxy } from '../proxy.ts';
import { percentile } from '../times.ts';
import type { Judged } from '../verdict.ts';

const restMs = 30_000;
const mostMs = 1_000;

export async function storm(options: Options): Promise<Judged> {
  let proxy: Proxy | undefined;
  let prober: Prober | undefined;
  const attack: Attack = {
    rest: { id: 'L4', ms: restMs },
    async before(stage) {
      const { run, server } = stage;
      proxy = await Proxy.start(server.address);
      run.url = proxy.through(server.socketUrl);
      prober = await Prober.start(stage.server, stage.run.log);
    },
    strike: async () => proxy?.cutAll(),
    async heal(stage) {
      await prober?.stop();
      const p99 = Math.round(percentile(prober?.waits ?? [], 0.99));
      stage.measured['p99Ms'] = p99;
      if (options.isTimed && !(p99 <= mostMs)) stage.fault('L4', `p99 of the others: ${p99} ms`);
    },
    after: async () => await proxy?.close(),
  };
  return await underLoad('storm', attack)(options);
}
