// What the red dots of Moments show: notices that were not looked at, and whether there is something new.
import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  MomentUnreadResponseSchema,
  type MomentUnreadResponse,
  type UserId,
} from '@hubbub/protocol';
import { countUnseen, readSeen } from './moment-notice-store.ts';
import { readNewest } from './moment-store.ts';
import type { Read } from './statement.ts';

export const readUnread: Read<{ viewer: UserId }, MomentUnreadResponse> = {
  name: 'readUnread',
  *run(tx, { viewer }) {
    const seen = yield* readSeen(viewer);
    const notices = yield* countUnseen(tx, { viewer, after: seen.notices });
    const newest = yield* readNewest.run(tx, { viewer, since: seen.moments });
    return create(MomentUnreadResponseSchema, {
      notices,
      ...(newest && {
        author: newest.sight.author,
        createdAt: timestampFromMs(newest.row.created_at),
      }),
    });
  },
};
