// The wall clock of the server's process, as shim/clock.c plays it.
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { buildShim } from './shim.ts';

export class Clock {
  private offsetMs = 0;

  private constructor(
    private readonly control: string,
    /** For the server's process. */
    readonly env: Readonly<Record<string, string>>,
  ) {
    writeFileSync(control, new Uint8Array(16));
  }

  /** @param control a file to be made, outlives processes */
  static async at(control: string): Promise<Clock> {
    mkdirSync(dirname(control), { recursive: true });
    return new Clock(control, {
      LD_PRELOAD: await buildShim('clock'),
      PROVE_CLOCK_CONTROL: control,
    });
  }

  jump(ms: number): void {
    this.offsetMs += ms;
    this.write(0);
  }

  stop(): void {
    this.write(Date.now() + this.offsetMs);
  }

  private write(stands: number): void {
    const fields = new BigInt64Array([BigInt(this.offsetMs), BigInt(stands)]);
    // In place: whoever has it mapped sees it.
    const descriptor = openSync(this.control, 'r+');
    writeSync(descriptor, new Uint8Array(fields.buffer), 0, fields.byteLength, 0);
    closeSync(descriptor);
  }
}
