// Join and leave lines of rooms. They are no state of the stream (docs/sync.md 25): they are drawn from the member rows
// of live changes, for conversations that were opened, and forgotten with the page.
import type { Client } from '@hubbub/client';
import { Conversation_Kind, Reason_Code, type Change, type Member } from '@hubbub/protocol';
import { createStore, type StoreApi } from 'zustand/vanilla';

export interface Arrival {
  readonly user: string;
  readonly what: 'joined' | 'left';
  /** Drawn after this message. */
  readonly anchor: number;
  readonly version: number;
}

type Lines = ReadonlyMap<string, readonly Arrival[]>;

export interface Arrivals {
  readonly store: StoreApi<Lines>;
  /** Learns who is a member already; only later rows make lines. */
  readonly watch: (conversation: string) => void;
}

const most = 200;
/** Stands for when a membership began, once it has ended. */
const gone = 'gone';

export function createArrivals(client: Client): Arrivals {
  const store = createStore<Lines>(() => new Map());
  const watched = new Map<string, Map<string, string>>();
  client.on('change', (change) => {
    const known = watched.get(change.conversation);
    if (!known || change.members.length === 0) return;
    const lines = arrivalsOf(change, known, seqOf(client, change));
    if (lines.length > 0) store.setState((old) => added(old, change.conversation, lines), true);
  });
  return {
    store,
    watch(conversation) {
      const view = client.state.conversation(conversation);
      if (!view || watched.has(conversation)) return;
      if (view.conversation.kind !== Conversation_Kind.ROOM) return;
      watched.set(conversation, new Map(view.members.map((row) => [row.user, joining(row)])));
    },
  };
}

/** The lines that the member rows of a change make; `known` is brought up to date. */
export function arrivalsOf(
  change: Change,
  known: Map<string, string>,
  anchor: number,
): readonly Arrival[] {
  const lines: Arrival[] = [];
  for (const row of change.members) {
    const what = happened(row, known.get(row.user));
    known.set(row.user, row.left ? gone : joining(row));
    const version = row.version ?? 0;
    if (what && !change.reset) lines.push({ user: row.user, what, anchor, version });
  }
  return lines;
}

function happened(row: Member, before: string | undefined): Arrival['what'] | undefined {
  if (!row.left) return before === joining(row) ? undefined : 'joined';
  // That somebody was sent out is said by a notice.
  return before === gone || row.left === Reason_Code.KICKED ? undefined : 'left';
}

// A role may change without anybody coming or going; a membership is told by when it began.
function joining(row: Member): string {
  const { joinedAt } = row;
  return joinedAt ? `${joinedAt.seconds}.${joinedAt.nanos}` : `seq ${row.joinSeq ?? 0}`;
}

function seqOf(client: Client, change: Change): number {
  const held = client.state.conversation(change.conversation)?.conversation.seq ?? 0;
  return Math.max(change.head?.seq ?? 0, held);
}

function added(old: Lines, conversation: string, lines: readonly Arrival[]): Lines {
  const all = [...(old.get(conversation) ?? []), ...lines].slice(-most);
  return new Map(old).set(conversation, all);
}
