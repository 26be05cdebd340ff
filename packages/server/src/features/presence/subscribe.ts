import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import { OperationError, PresenceService, userId, type UserId } from '@hubbub/protocol';
import { readSight, readVisible, type Visible } from '../../store/presence-store.ts';
import type { PresenceTarget, UserCall, UserOperation } from '../operation.ts';
import { targetOf } from './target.ts';

export const subscribe: UserOperation<typeof PresenceService.method.subscribe> = {
  method: PresenceService.method.subscribe,
  who: 'user',
  guests: true,
  cost: 1,
  idempotency: 'natural',
  doors: ['socket'],
  async run(call) {
    if (call.socket === undefined) throw new OperationError('DOOR');
    const { target, visible } = await look(call);
    const { present, count } = call.socket.watch(target);
    const here = new Set(present);
    const seen = visible
      .filter(({ user, seenAt }) => seenAt > 0 && !here.has(user))
      .map(({ user, seenAt }) => ({ user, at: timestampFromMs(seenAt) }));
    return { result: { present: [...present], count, seen } };
  },
};

type Asked = UserCall<Parameters<typeof targetOf>[0]>;

/**
 * Throws for a conversation the caller is not in; strangers among users are left out, so that nobody learns who exists.
 * Whoever may not see somebody sees what it would see if that one were away.
 */
async function look(call: Asked): Promise<{ target: PresenceTarget; visible: readonly Visible[] }> {
  const { conversation, users = [] } = targetOf(call.args);
  const { user } = call.caller;
  if (conversation === undefined) {
    const visible = await call.read(readVisible, { user, others: users.map(userId) });
    return { target: { users: visible.map((one): UserId => one.user) }, visible };
  }
  const sight = await call.read(readSight, { conversation, user });
  const { other, seenAt = 0 } = sight;
  const visible = other === undefined ? [] : [{ user: other, seenAt }];
  return { target: { conversation, sight }, visible };
}
