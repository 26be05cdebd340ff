// The server as a process of its own, on a folder that outlives it. What it is made of is not known here.
import { join } from 'node:path';

const main = join(import.meta.dir, '../packages/server/src/main.ts');
/** One machine plays everybody: what guards a server against one address, or one person, would guard it against the proof. */
const flags = {
  port: '0',
  environment: 'test',
  'log-level': 'error',
  'rate-per-second': '0',
  'address-rate': '0',
  'address-sockets': '100000',
  'waiting-sockets': '100000',
  'user-sockets': '1000',
  'login-tries': '100000',
  'address-tries': '100000',
  'sign-ups': '100000',
} as const;

export class Server {
  private constructor(
    private readonly child: Bun.Subprocess<'ignore', 'pipe', 'pipe'>,
    /** http://localhost:PORT */
    readonly url: string,
  ) {}

  /** @param preloads files that are loaded before it, to break it */
  static async start(folder: string, preloads: readonly string[]): Promise<Server> {
    const options = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
    const before = preloads.map((file) => `--preload=${file}`);
    const command = [process.execPath, ...before, main, 'serve', ...options, '--data', folder];
    const clean = Object.entries(process.env).filter(
      ([name]) => !/^(HUBBUB_|PORT$|DATABASE_URL$)/.test(name),
    );
    const env = Object.fromEntries(clean);
    const child = Bun.spawn(command, { env, stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' });
    const said = new Response(child.stderr).text();
    const url = await addressIn(child.stdout);
    if (url === undefined) throw new Error(`the server did not start: ${await said}`);
    return new Server(child, url);
  }

  get socketUrl(): string {
    return `${this.url.replace('http', 'ws')}/v1/socket`;
  }

  /** Resolves with the exit code when the process is gone; undefined when it was killed. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | undefined> {
    this.child.kill(signal);
    await this.child.exited;
    return this.child.exitCode ?? undefined;
  }
}

async function addressIn(output: ReadableStream<Uint8Array>): Promise<string | undefined> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of output) {
    text += decoder.decode(chunk, { stream: true });
    const url = /^(https?:\/\/\S+)\n/m.exec(text)?.[1];
    if (url !== undefined) return url;
  }
  return undefined;
}
