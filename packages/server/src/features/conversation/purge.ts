// The slow end of conversation.delete: the rows go in slices between other people's writes. Done from the outbox, so it goes
// on after a crash where it was.
import type { AppId } from '@hubbub/protocol';
import { purgeSlice } from '../../store/purge-store.ts';
import type { Store } from '../../store/store.ts';

const rowsPerSlice = 500;

export async function purgeConversation(
  store: Pick<Store, 'write'>,
  app: AppId,
  payload: unknown,
): Promise<void> {
  const { conversation } = payload as { readonly conversation: number };
  let isDone = false;
  while (!isDone)
    ({ isDone } = await store.write(app, purgeSlice, { conversation, limit: rowsPerSlice }));
}
