// A network of the proof's own (a namespace of Linux), in whose kernel nftables drops packets: nobody is told, and nobody is cut
// off. It is gone with the last process in it.
const mark = 'PROVE_NETWORK';
const table = 'inet proof';
const chain = `${table} out`;

/** This process runs in one. */
export const isInOwnNetwork = process.env[mark] === 'own';
/** What servers beside the proof listen on: in a network of their own each way to them has an address. */
export const listenOn = isInOwnNetwork ? '0.0.0.0' : '127.0.0.1';

export function missingNetwork(): string | undefined {
  if (process.platform !== 'linux') return 'its network is one of Linux';
  if (process.getuid?.() !== 0) return 'only root makes networks';
  const missing = ['unshare', 'ip', 'nft'].find((program) => Bun.which(program) === null);
  return missing && `there is no ${missing} in the path`;
}

/** The same command once more, in a network of its own. @returns its exit code */
export async function againInOwnNetwork(): Promise<number> {
  const again = ['sh', '-c', 'ip link set lo up && exec "$0" "$@"', process.execPath];
  const child = Bun.spawn(['unshare', '--net', ...again, ...process.argv.slice(1)], {
    env: { ...process.env, [mark]: 'own' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return await child.exited;
}

/** Which packets are dropped: all, those to a place, or those that come from there. */
export type Direction = 'both' | 'up' | 'down';

interface Place {
  readonly address: string;
  readonly port: number;
}

export class Firewall {
  static async start(): Promise<Firewall> {
    if (!isInOwnNetwork) throw new Error('packets are dropped in a network of its own alone');
    await nft(`add table ${table}`);
    await nft(`add chain ${chain} { type filter hook output priority 0; }`);
    return new Firewall();
  }

  async drop({ address, port }: Place, direction: Direction): Promise<void> {
    if (direction !== 'down')
      await nft(`add rule ${chain} ip daddr ${address} tcp dport ${port} drop`);
    if (direction !== 'up')
      await nft(`add rule ${chain} ip saddr ${address} tcp sport ${port} drop`);
  }

  /** Nothing is dropped any more, wherever. */
  async heal(): Promise<void> {
    await nft(`flush chain ${chain}`);
  }
}

async function nft(command: string): Promise<void> {
  const child = Bun.spawn(['nft', command], { stderr: 'pipe' });
  const said = await new Response(child.stderr).text();
  if ((await child.exited) !== 0) throw new Error(`nft ${command}: ${said}`);
}
