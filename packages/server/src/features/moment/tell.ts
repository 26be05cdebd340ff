// The slow end of moment.like and moment.comment: notices to all whom it concerns, a slice per transaction.
import type { AppId } from '@hubbub/protocol';
import { tellListeners, type Told } from '../../store/telling-store.ts';
import { emissionsOf } from '../emission.ts';
import type { Tools } from '../effect.ts';

const listenersPerSlice = 50;

export async function tell(
  tools: Pick<Tools, 'write' | 'publish'>,
  app: AppId,
  payload: unknown,
): Promise<void> {
  const of = payload as { readonly moment: number; readonly interaction: number };
  let after: number | undefined = -1;
  while (after !== undefined) {
    const slice = { ...of, after, limit: listenersPerSlice };
    const told: Told = await tools.write(app, tellListeners, slice);
    for (const emission of emissionsOf(app, told.streams)) tools.publish(emission);
    after = told.next;
  }
}
