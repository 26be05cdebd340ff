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
  const missing = ['unshare', 'ip', 'tc', 'nft'].find((program) => Bun.which(program) === null);
  return missing && `there is no ${missing} in the path`;
}

/** The same command once more, in a network of its own. @returns its exit code */
export async function againInOwnNetwork(): Promise<number> {
  // Packets as they are elsewhere: by themselves those to oneself may hold 64 KiB.
  const again = ['sh', '-c', 'ip link set lo up mtu 1500 && exec "$0" "$@"', process.execPath];
  const child = Bun.spawn(['unshare', '--net', ...again, ...process.argv.slice(1)], {
    env: { ...process.env, [mark]: 'own' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return await child.exited;
}

/** Which packets are dropped: all, those to a place, or those that come from there. */
export type Direction = 'both' | 'up' | 'down';

interface Place {
  readonly host: string;
  readonly port: number;
}

const root = ['dev', 'lo', 'root'];
const queue = ['burst', '16kb', 'latency', '1s'];

export class Firewall {
  private isNarrow = false;

  static async start(): Promise<Firewall> {
    if (!isInOwnNetwork) throw new Error('packets are dropped in a network of its own alone');
    await nft(`add table ${table}`);
    await nft(`add chain ${chain} { type filter hook output priority 0; }`);
    return new Firewall();
  }

  async drop({ host, port }: Place, direction: Direction): Promise<void> {
    const up = `ip daddr ${host} tcp dport ${port}`;
    const down = `ip saddr ${host} tcp sport ${port}`;
    if (direction !== 'down') await nft(`add rule ${chain} ${up} drop`);
    if (direction !== 'up') await nft(`add rule ${chain} ${down} drop`);
  }

  /** So many of a hundred, by chance, both ways. */
  async lose({ port }: Pick<Place, 'port'>, percent: number): Promise<void> {
    const chance = `numgen random mod 100 < ${percent}`;
    await nft(`add rule ${chain} tcp dport ${port} ${chance} drop`);
    await nft(`add rule ${chain} tcp sport ${port} ${chance} drop`);
  }

  /** All that is sent in this network gets through at so many kbit a second, and what would wait too long is lost. */
  async narrow(kbit: number): Promise<void> {
    await run('tc', 'qdisc', 'replace', ...root, 'tbf', 'rate', `${kbit}kbit`, ...queue);
    this.isNarrow = true;
  }

  /** Nothing is dropped or held up any more, wherever. */
  async heal(): Promise<void> {
    if (this.isNarrow) await run('tc', 'qdisc', 'del', ...root);
    this.isNarrow = false;
    await nft(`flush chain ${chain}`);
  }
}

/** As /proc/net/tcp has it: it waits for an answer, or for room at the other side. */
const resendTimers = /^(?:01|04):/;

/**
 * The kernel has yet to send again what got lost in this network, or to hear that it came. Behind a narrow way a connection takes seconds
 * to be answered, and waits for as long.
 */
export async function isResending(): Promise<boolean> {
  const [, ...connections] = (await Bun.file('/proc/net/tcp').text()).trimEnd().split('\n');
  return connections.some((line) => resendTimers.test(line.trim().split(/\s+/)[5] ?? ''));
}

async function nft(command: string): Promise<void> {
  await run('nft', command);
}

async function run(...command: readonly string[]): Promise<void> {
  const child = Bun.spawn([...command], { stderr: 'pipe' });
  const said = await new Response(child.stderr).text();
  if ((await child.exited) !== 0) throw new Error(`${command.join(' ')}: ${said}`);
}
