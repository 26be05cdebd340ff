// What devices asked, were answered, heard and showed, a line each (docs/proofs.md).
import type { FileSink } from 'bun';

export class Log {
  private readonly sink: FileSink;

  constructor(readonly path: string) {
    this.sink = Bun.file(path).writer({ highWaterMark: 1 << 20 });
  }

  /** `t` is taken here, so that lines stand in the order of their times. */
  timed(kind: string, fields: object): void {
    this.line(kind, { t: performance.now(), ...fields });
  }

  line(kind: string, fields: object): void {
    void this.sink.write(`${JSON.stringify({ kind, ...fields })}\n`);
  }

  async close(): Promise<void> {
    await this.sink.end();
  }
}
