// The slow end of taking back a like or comment: nobody is told of it any more.
import type { AppId } from '@hubbub/protocol';
import { retractNotices } from '../../store/telling-store.ts';
import { emissionsOf } from '../emission.ts';
import type { Tools } from '../effect.ts';

const noticesPerSlice = 50;

interface Of {
  readonly moment: number;
  /** Undefined for all of the moment. */
  readonly interaction: number | undefined;
}

export async function retract(
  tools: Pick<Tools, 'write' | 'publish'>,
  app: AppId,
  payload: unknown,
): Promise<void> {
  const of = payload as Of;
  let isDone = false;
  while (!isDone) {
    const slice = { ...of, limit: noticesPerSlice };
    const retracted = await tools.write(app, retractNotices, slice);
    for (const emission of emissionsOf(app, retracted.streams)) tools.publish(emission);
    ({ isDone } = retracted);
  }
}
