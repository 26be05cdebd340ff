// Loads a folder in its main thread and again in a worker, and prints what came of both. Compiled into an executable by
// load.test.ts, like the server itself.
import { loadFolder } from '../../packages/server/src/extend/load.ts';
import { providePackage } from '../../packages/server/src/extend/package.ts';
import * as api from '../../packages/server/src/public.ts';
import { thingKind, type Thing } from './thing.ts';

const [folder = ''] = process.argv.slice(2);
providePackage(api);
try {
  const found = await loadFolder(folder, thingKind);
  const inMain = found.map(({ name, value }) => ({ name, ...tell(value) }));
  const worker = new Worker(
    Bun.isStandaloneExecutable ? './program.worker.ts' : `${import.meta.dir}/program.worker.ts`,
  );
  const inWorker = await new Promise((resolve) => {
    worker.onmessage = ({ data }: MessageEvent) => resolve(data);
    worker.postMessage(found.map(({ file }) => file));
  });
  worker.terminate();
  console.log(JSON.stringify({ inMain, inWorker }));
} catch (error) {
  console.log(JSON.stringify({ error: error instanceof Error ? error.message : String(error) }));
}

function tell(value: Thing) {
  return { thing: value.thing, isOurs: 'refusal' in value && value.refusal instanceof api.Refusal };
}
