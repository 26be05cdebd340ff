// The end of the chat beside a game, some time after the game's. Done from the outbox; hubs find the group gone when they
// compare heads.
import { formatId, randomKey, type AppId } from '@hubbub/protocol';
import { closeChat, isGone } from '../../store/game-run-store.ts';
import type { Store } from '../../store/store.ts';

export async function closeGameChat(
  store: Pick<Store, 'write'>,
  app: AppId,
  payload: unknown,
): Promise<void> {
  const { conversation } = payload as { readonly conversation: number };
  try {
    await store.write(app, closeChat, {
      conversation: formatId('cnv', conversation),
      outboxId: randomKey(),
    });
  } catch (error) {
    // It ended with its last member, or this was done before.
    if (!isGone(error)) throw error;
  }
}
