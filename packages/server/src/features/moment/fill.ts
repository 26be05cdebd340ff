// The slow end of moment.post: the moment comes on its friends' timelines, a slice per transaction. Whoever sees it and is
// here is told that there is something new.
import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import { EventSchema, type AppId } from '@hubbub/protocol';
import { fillTimelines as fillSlice, type Filled } from '../../store/timeline-store.ts';
import type { Tools } from '../effect.ts';

const friendsPerSlice = 200;

export async function fillTimelines(
  tools: Pick<Tools, 'write' | 'publish'>,
  app: AppId,
  payload: unknown,
): Promise<void> {
  const { moment } = payload as { readonly moment: number };
  let after: number | undefined = -1;
  while (after !== undefined) {
    const filled: Filled | undefined = await tools.write(app, fillSlice, {
      moment,
      after,
      limit: friendsPerSlice,
    });
    if (filled === undefined) return;
    const { author, seeing } = filled;
    const value = { author, createdAt: timestampFromMs(filled.createdAt) };
    const event = create(EventSchema, { event: { case: 'moment', value } });
    for (const user of seeing) tools.publish({ type: 'live', app, to: { user }, event });
    after = filled.next;
  }
}
