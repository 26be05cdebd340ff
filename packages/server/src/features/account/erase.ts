// The slow end of account.delete: the user goes out of its rooms and groups, which pass to the oldest admin or member where
// it owned them, and what only it could see is taken away. Done from the outbox, so it goes on after a crash where it was.
import {
  Conversation_Kind as Kind,
  parseId,
  randomKey,
  type AppId,
  type UserId,
} from '@hubbub/protocol';
import { eraseSlice } from '../../store/erase-store.ts';
import { leaveForGood } from '../../store/leave-store.ts';
import { memberships } from '../../store/membership-store.ts';
import { readAsked, withdrawRequest } from '../../store/request-store.ts';
import { readWhispers } from '../../store/whisper-end-store.ts';
import type { Tools } from '../effect.ts';
import { purgeConversation } from '../conversation/purge.ts';
import { emissionsOf } from '../emission.ts';
import { eraseSocial } from './erase-social.ts';

const rowsPerSlice = 500;

export async function eraseAccountRest(tools: Tools, app: AppId, payload: unknown): Promise<void> {
  const { user } = payload as { readonly user: UserId };
  const held = await tools.read(app, memberships, { user });
  for (const { conversation, kind } of held)
    if (kind === Kind.ROOM || kind === Kind.GROUP) {
      const whispers = await tools.read(app, readWhispers, { room: conversation, user });
      const leaving = { conversation, user, whispers, outboxId: randomKey() };
      const { streams } = await tools.write(app, leaveForGood, leaving);
      for (const emission of emissionsOf(app, streams)) tools.publish(emission);
    }
  for (const conversation of await tools.read(app, readAsked, { user })) {
    const { streams } = await tools.write(app, withdrawRequest, { conversation, user });
    for (const emission of emissionsOf(app, streams)) tools.publish(emission);
  }
  await eraseSocial(tools, app, user);
  await purgeConversation(tools, app, { conversation: parseId('usr', user) });
  let isDone = false;
  while (!isDone) ({ isDone } = await tools.write(app, eraseSlice, { user, limit: rowsPerSlice }));
  // Last: what is deleted after it could still be read in the database's files for a while.
  await tools.scrub();
}
