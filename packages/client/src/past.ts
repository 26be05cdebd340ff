// A stretch of the past that does not reach the messages held at the end: what somebody looks at who jumped to an old message,
// without all that lies between. An entry of its own, `@hubbub/client/past`. Its rows are asked for one by one (together in
// one call) and held as those that answers speak of are, so that changes reach them (docs/sync.md 12).
import type { Item, Message } from '@hubbub/protocol';
import { ownOf } from './own.ts';
import type { ConversationView } from './views.ts';

export interface PastOwner {
  readonly user: { readonly id: string } | undefined;
  readonly state: {
    message(conversation: string, seq: number): Message | null | undefined;
    itemsOf(conversation: string): ReadonlyMap<number, Item> | undefined;
  };
}

/** From this seq to that one. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface PastView extends ConversationView {
  /** Nothing is missing between the stretch and the newest message. */
  readonly isWhole: boolean;
}

const eachWay = 25;
const page = 50;

export function stretchAround(seq: number): Stretch {
  return { from: Math.max(1, seq - eachWay), to: seq + eachWay };
}

export function withOlder({ from, to }: Stretch): Stretch {
  return { from: Math.max(1, from - page), to };
}

export function withNewer({ from, to }: Stretch): Stretch {
  return { from, to: to + page };
}

/**
 * The conversation with this stretch in place of the end, or before it where they meet. What is not held of it is asked for;
 * then `conversation:` is told. Notices, whispers and what waits to be sent are shown once it is whole.
 */
export function viewOfPast(
  owner: PastOwner,
  live: ConversationView,
  { from, to }: Stretch,
): PastView {
  const { id, seq = 0 } = live.conversation;
  const end = live.messages[0]?.seq ?? seq + 1;
  const isWhole = to >= end - 1;
  const items = owner.state.itemsOf(id);
  const rows: Message[] = [];
  let isMissing = false;
  let isStart = from === 1;
  for (let at = from; at <= Math.min(to, end - 1); at += 1) {
    const row = owner.state.message(id, at);
    if (row === undefined) isMissing = true;
    if (row === null) isStart = true;
    if (row && !items?.get(at)?.hidden) rows.push(row);
  }
  const own = ownOf(rows, items, owner.user?.id ?? '');
  const around = { atStart: isStart, loading: isMissing, isWhole };
  if (!isWhole)
    return { ...live, messages: rows, own, notices: [], whispers: [], pending: [], ...around };
  return {
    ...live,
    messages: [...rows, ...live.messages],
    own: new Map([...own, ...live.own]),
    ...around,
  };
}
