// D8: the process is frozen under load, shorter and longer than devices wait for an answer. After that the same process goes on.
import { underLoad, type Options } from '../load.ts';
import type { Stage } from '../stage.ts';
import type { Judged } from '../verdict.ts';

const leastMs = 500;
const patienceMs = 15_000;
const gapMs = 5_000;

export async function freeze(options: Options): Promise<Judged> {
  // Half of the freezes are longer than that.
  const before = async ({ run }: Stage) => void (run.answerMs = options.roundMs);
  return underLoad('freeze', { before, strike, gapMs })(options);

  async function strike(stage: Stage): Promise<void> {
    const { server, random } = stage;
    const ms = Math.round(leastMs + 2 * options.roundMs * random.next());
    process.kill(server.pid, 'SIGSTOP');
    await Bun.sleep(ms);
    process.kill(server.pid, 'SIGCONT');
    if (!(await stage.isAnswering(patienceMs)))
      stage.fault('D8', `after ${ms} ms without life nothing is kept`);
    if (server.isAlive) return;
    stage.fault('D8', 'the server has ended');
    await stage.end('SIGKILL');
    await stage.startAgain('D8');
  }
}
