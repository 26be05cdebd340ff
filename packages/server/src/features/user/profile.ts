import { create } from '@bufbuild/protobuf';
import { EventSchema, userId, type AppId, type User } from '@hubbub/protocol';
import type { LiveEmission } from '../../ports/bus.ts';

/** For the user's own devices only; others read the profile again when they open what shows it (docs/sync.md 13). */
export function profileEmission(app: AppId, user: User): LiveEmission {
  const event = create(EventSchema, { event: { case: 'profile', value: user } });
  return { type: 'live', app, to: { user: userId(user.id) }, event };
}
