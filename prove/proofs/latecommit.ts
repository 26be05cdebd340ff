// D11: nodes write at once, and all commits of one come late; so do those of another where nobody is but one who writes into a
// group of its own, whose lock nobody else waits for: what others say meanwhile is always written later and committed sooner.
// Who reads the event log, and whoever listens, never misses what came late.
import { LogReader } from '../log-reader.ts';
import { underLoad, type Attack, type Options } from '../load.ts';
import { Nodes } from '../nodes.ts';
import { execute } from '../postgres.ts';
import { Prober } from '../prober.ts';
import { Redis } from '../redis.ts';
import type { Server } from '../server.ts';
import type { Stage } from '../stage.ts';
import type { Judged } from '../verdict.ts';

const longestMs = 2_000;
const operator = 'the-operator-of-a-proof-and-nobody-else';
const restMs = 15_000;

export async function latecommit(options: Options): Promise<Judged> {
  const redis = await Redis.start();
  const nodes = new Nodes(redis, 2);
  const lateMs = Math.min(longestMs, options.roundMs);
  let reader: LogReader | undefined;
  let aside: Server | undefined;
  let prober: Prober | undefined;
  const attack: Attack = {
    setup: { flags: { bus: redis.url, 'heads-ms': '1000', 'operator-token': operator } },
    async before(stage) {
      const { server, setup } = stage;
      await nodes.join(stage);
      reader = await LogReader.start(server.url, operator);
      aside = await nodes.aside(stage);
      await execute(setup.database ?? '', lateCommits([server.pid, aside.pid], lateMs));
      prober = await Prober.start(aside, stage.run.log);
    },
    async strike({ random, devices }) {
      for (const device of devices) if (random.below(3) === 0) device.wander();
    },
    async heal({ setup }) {
      await prober?.stop();
      await execute(setup.database ?? '', 'drop trigger late on message');
    },
    async after(stage) {
      await prober?.stop();
      await judge(stage, reader);
      await aside?.end('SIGKILL');
      await nodes.stop();
    },
  };
  return await underLoad('latecommit', attack)(options);
}

/** At the commit, so after everything that the transaction does. */
function lateCommits(nodes: readonly number[], ms: number): string {
  const isOne = nodes.map((pid) => `current_setting('application_name') like 'hubbub ${pid} %'`);
  return `create function late() returns trigger language plpgsql as $$ begin
      if current_setting('proof.late', true) is distinct from pg_current_xact_id()::text then
        perform set_config('proof.late', pg_current_xact_id()::text, true);
        perform pg_sleep(${ms / 1000});
      end if;
      return null;
    end $$;
    create constraint trigger late after insert on message deferrable initially deferred for each row
      when (${isOne.join(' or ')}) execute function late()`;
}

async function judge(stage: Stage, reader: LogReader | undefined): Promise<void> {
  const sql = 'select count(*)::int as stored from message';
  const [row] = await execute(stage.setup.database ?? '', sql);
  const stored = Number(row?.['stored']);
  const end = performance.now() + restMs;
  while (reader && reader.messages < stored && performance.now() < end) await Bun.sleep(100);
  await reader?.stop();
  for (const fault of reader?.faults ?? []) stage.fault('D11', fault);
  const read = reader?.messages ?? 0;
  stage.measured['read'] = read;
  if (read !== stored) stage.fault('D11', `${read} messages were read, ${stored} are stored`);
}
