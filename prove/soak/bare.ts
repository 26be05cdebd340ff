// The bare loop as a process of its own.
import { join } from 'node:path';

export class BareLoop {
  private readonly child = Bun.spawn([process.execPath, join(import.meta.dir, 'bare-loop.ts')], {
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'inherit',
  });
  private readonly lines = this.child.stdout.getReader();

  /** Milliseconds, since it was last asked. */
  async lagMs(): Promise<number> {
    void this.child.stdin.write('\n');
    await this.child.stdin.flush();
    const { value } = await this.lines.read();
    return Number(new TextDecoder().decode(value));
  }

  async end(): Promise<void> {
    await this.child.stdin.end();
    await this.child.exited;
  }
}
