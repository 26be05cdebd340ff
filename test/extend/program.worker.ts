import { loadFile } from '../../packages/server/src/extend/load.ts';
import { providePackage } from '../../packages/server/src/extend/package.ts';
import * as api from '../../packages/server/src/public.ts';
import { thingKind } from './thing.ts';

declare const self: Worker;

providePackage(api);
self.onmessage = async ({ data: files }: MessageEvent<string[]>) => {
  const values = await Promise.all(files.map((file) => loadFile(file, thingKind)));
  self.postMessage(
    values.map((value) => ({
      thing: value.thing,
      isOurs: 'refusal' in value && value.refusal instanceof api.Refusal,
    })),
  );
};
