// What a client keeps across a restart: old states of streams, which the next pull brings up to date like any other
// (docs/sync.md 14) or live through it. Pure; the SDK's archive stores what comes out, the sync model
// restarts its clients with it.
import type { User } from '../gen/hubbub/v1/user_pb.ts';
import { effectiveRead } from '../unread.ts';
import { countAfter, ownPlace } from './own.ts';
import type { Replica } from './replica.ts';

export interface Kept {
  readonly epoch: string;
  readonly replicas: readonly Replica[];
  readonly users: readonly User[];
}

/**
 * A replica with only its newest messages, of the same version. What is unread is counted first, since the rows that say it
 * may be among those left out; where only a pull could tell, everything stays.
 */
export function cutReplica(
  replica: Replica,
  self: Replica | undefined,
  { user, most }: { readonly user: string; readonly most: number },
): Replica {
  const { head, version } = replica;
  const seq = head.seq ?? 0;
  const from = Math.max(replica.from, seq - most + 1);
  if (from === replica.from) return replica;
  const after = effectiveRead(ownPlace(replica, self));
  const { recalled, mentions, isSure } = countAfter(replica, after, user);
  if (!isSure) return replica;
  return {
    ...replica,
    from,
    messages: replica.messages.filter((row) => (row.seq ?? 0) >= from),
    notices: replica.notices.filter((row) => (row.anchor ?? 0) >= from - 1),
    counted: { version, seq, after, recalled, mentions },
  };
}
