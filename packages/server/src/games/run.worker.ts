// A thread of games: loads their code and hosts those that the main thread gives it.
import { providePackage } from '../extend/package.ts';
import { catchStray } from '../extend/stray.ts';
import * as api from '../public.ts';
import { Host } from './host.ts';
import { loadGames, type GameFiles } from './load.ts';
import type { Command, FromThread } from './orders.ts';
import { infoOf } from './settings.ts';

export interface ThreadBeginning extends GameFiles {
  readonly cells: SharedArrayBuffer;
  readonly leaseMs: number;
}

declare const self: {
  onmessage: (event: MessageEvent<ThreadBeginning | readonly Command[]>) => void;
  postMessage(message: FromThread, transfer?: ArrayBuffer[]): void;
};

let host: Host | undefined;

self.onmessage = ({ data }) => {
  if (host !== undefined) host.handle(data as readonly Command[]);
  else
    begin(data as ThreadBeginning).catch((error: unknown) => {
      const problem = error instanceof Error ? error.message : String(error);
      self.postMessage({ problem });
    });
};

async function begin({ cells, leaseMs, ...files }: ThreadBeginning): Promise<void> {
  providePackage(api);
  // Whose it is cannot be told; the games go on.
  catchStray((error) => {
    self.postMessage({ stray: error instanceof Error ? (error.stack ?? '') : String(error) });
  });
  const types = await loadGames(files);
  host = new Host({
    types,
    cells: new Int32Array(cells),
    leaseMs,
    post: (report) => self.postMessage({ report }, [report.bytes.buffer]),
  });
  self.postMessage({ types: [...types].map(([type, { settings }]) => infoOf(type, settings)) });
}
