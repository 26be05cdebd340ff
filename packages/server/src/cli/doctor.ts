// Looks at the machine with the options that the server would have, and says what is wrong and what to do.
import type { Config } from '../config/table.ts';
import type { Finding } from '../doctor/finding.ts';
import { exitCodes, type Command, type Said } from './command.ts';

const marks = { ok: 'ok     ', warning: 'look   ', bad: 'BAD    ' } as const;

export const doctor: Command = {
  name: 'doctor',
  does: 'Says what is wrong here and what to do; exit code 1: something is bad, 2: something is worth a look',
  flags: { '--health': { doc: 'Only asks the server that runs here whether it is alive.' } },
  takesOptions: true,
  examples: ['doctor', 'doctor --health', 'doctor --config hubbub.toml --json'],
  async run({ settle, flags, print }) {
    const settled = settle();
    if (flags.has('--health')) return await health(settled.config, print);
    const { examine } = await examination();
    const findings = await examine(settled);
    print({ text: findings.map(lines).join('\n'), json: { version: 1, findings } });
    if (findings.some(({ state }) => state === 'bad')) return exitCodes.failed;
    return findings.some(({ state }) => state === 'warning') ? exitCodes.doubtful : exitCodes.done;
  },
};

async function health(config: Config, print: (said: Said) => void): Promise<number> {
  const { askHealth } = await examination();
  const answer = await askHealth(config);
  const isAlive = answer.startsWith('200');
  print({ text: answer, json: { isAlive, answer } });
  return isAlive ? exitCodes.done : exitCodes.failed;
}

/** Only for who needs it: help does not wait for the store to be read. */
const examination = () => import('./examine.ts');

function lines({ check, state, text, mend }: Finding): string {
  const line = `${marks[state]} ${check.padEnd(12)} ${text}`;
  return mend === undefined ? line : `${line}\n${' '.repeat(21)}→ ${mend}`;
}
