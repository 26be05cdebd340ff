import { expect, test } from 'bun:test';
import type { ConversationView } from '@hubbub/client';
import { Conversation_Kind, type Message, type Notice } from '@hubbub/protocol';
import { createRows, unreadIndex, type Row } from './rows.ts';

const noon = new Date(2026, 4, 20, 12).getTime();

function message(seq: number, sender: string, minutes: number): Message {
  const seconds = BigInt(Math.floor((noon + minutes * 60_000) / 1000));
  return {
    conversation: 'cnv_1',
    seq,
    version: seq,
    sender,
    clientMsgId: `id${seq}`,
    createdAt: { seconds, nanos: 0 },
    recalled: false,
    content: { case: 'text', value: `text ${seq}` },
  } as Message;
}

function view(part: Partial<ConversationView>): ConversationView {
  return {
    conversation: { id: 'cnv_1', kind: Conversation_Kind.ROOM },
    messages: [],
    notices: [],
    members: [],
    pending: [],
    whispers: [],
    unread: 0,
    readSeq: 0,
    atStart: false,
    loading: false,
    ...part,
  } as unknown as ConversationView;
}

function rowsOf(part: Partial<ConversationView>, unreadAfter?: number): readonly Row[] {
  return createRows()({ view: view(part), arrivals: [], me: 'alice', unreadAfter });
}

test('messages of one sender within five minutes are a group', () => {
  const messages = [
    message(1, 'bob', 0),
    message(2, 'bob', 1),
    message(3, 'alice', 2),
    message(4, 'bob', 3),
    message(5, 'bob', 9),
  ];
  const rows = rowsOf({ messages });
  expect(rows.map((row) => row.kind === 'message' && row.first)).toEqual([
    true,
    false,
    true,
    true,
    true,
  ]);
  expect(rows.map((row) => row.kind === 'message' && row.own)).toEqual([
    false,
    false,
    true,
    false,
    false,
  ]);
});

test('each day starts with its own line and a new group', () => {
  const rows = rowsOf({ messages: [message(1, 'bob', 719), message(2, 'bob', 721)] });
  expect(rows.map((row) => Boolean(row.day))).toEqual([true, true]);
  expect(rows[1]).toMatchObject({ first: true });
});

test('the unread line stands above the first message of another that was not read', () => {
  const messages = [
    message(1, 'bob', 0),
    message(2, 'alice', 1),
    message(3, 'bob', 2),
    message(4, 'bob', 3),
  ];
  expect(unreadIndex(rowsOf({ messages }, 1))).toBe(2);
  expect(unreadIndex(rowsOf({ messages }, 4))).toBe(-1);
  expect(unreadIndex(rowsOf({ messages }))).toBe(-1);
});

test('notices and arrivals stand after the message they are anchored to, notices first', () => {
  const notice = {
    conversation: 'cnv_1',
    version: 9,
    anchor: 1,
    actor: 'bob',
    text: 'x',
  } as Notice;
  const arrivals = [
    { user: 'charlie', what: 'joined', anchor: 1, version: 3 },
    { user: 'charlie', what: 'left', anchor: 2, version: 12 },
  ] as const;
  const messages = [message(1, 'bob', 0), message(2, 'bob', 1)];
  const rows = createRows()({
    view: view({ messages, notices: [notice], atStart: true }),
    arrivals,
    me: 'alice',
    unreadAfter: undefined,
  });
  expect(rows.map((row) => row.kind)).toEqual([
    'start',
    'message',
    'notice',
    'arrival',
    'message',
    'arrival',
  ]);
});

test('a line of a page that is not here yet is left out', () => {
  const old = { conversation: 'cnv_1', version: 2, anchor: 3, actor: 'bob', text: 'x' } as Notice;
  const rows = rowsOf({ messages: [message(50, 'bob', 0)], notices: [old] });
  expect(rows.map((row) => row.kind)).toEqual(['message']);
});

test('a message keeps its key from pending to sent', () => {
  const pending = [{ clientMsgId: 'id1', text: 'text 1', status: 'sending' }];
  const waiting = rowsOf({ pending } as unknown as Partial<ConversationView>);
  const sent = rowsOf({ messages: [message(1, 'alice', 0)] });
  expect(waiting[0]?.key).toBe(sent[0]?.key ?? '');
});

test('a refused message is shown beside the one whose key it has', () => {
  const pending = { clientMsgId: 'id1', text: 'again', status: 'failed' } as never;
  const rows = rowsOf({ messages: [message(1, 'alice', 0)], pending: [pending] });
  expect(new Set(rows.map((row) => row.key)).size).toBe(2);
});

/** A long conversation, and how often the time of one of its messages was looked at: the work that was done. */
function long(count: number): { messages: Message[]; looks: () => number } {
  let looks = 0;
  const watched = (row: Message) =>
    Object.defineProperty({ ...row }, 'createdAt', {
      get: () => {
        looks += 1;
        return row.createdAt;
      },
    });
  const messages = Array.from({ length: count }, (_, at) => watched(message(at + 1, 'bob', at)));
  const before = () => {
    const all = looks;
    looks = 0;
    return all;
  };
  return { messages, looks: before };
}

function rowsWith(messages: readonly Message[], more: Partial<ConversationView> = {}) {
  return { view: view({ messages, atStart: true, ...more }), arrivals: [], me: 'alice' };
}

test.each([100, 10_000])('a message that arrives after %d others is the only work', (count) => {
  const { messages, looks } = long(count);
  const build = createRows();
  const before = build({ ...rowsWith(messages), unreadAfter: 5 });
  expect(looks()).toBeGreaterThanOrEqual(count);
  const newer = [...messages, message(count + 1, 'bob', count)];
  const rows = build({ ...rowsWith(newer), unreadAfter: 5 });
  expect(looks()).toBeLessThan(5);
  expect(rows.slice(0, -1)).toEqual([...before]);
  expect(rows.filter((row, at) => row !== before[at])).toHaveLength(1);
});

test('a change, a line and an older page leave the rows of other messages the same objects', () => {
  const { messages } = long(60);
  const build = createRows();
  const changing = (unreadAfter: number | undefined, now: Parameters<typeof rowsWith>) => {
    const rows = build({ ...rowsWith(...now), unreadAfter });
    const anew = createRows()({ ...rowsWith(...now), unreadAfter });
    expect(rows).toEqual([...anew]);
    return rows;
  };
  const page = messages.slice(20);
  const first = changing(undefined, [page, { atStart: false }]);
  const older = changing(undefined, [messages]);
  expect(older.slice(22).every((row, at) => row === first[at + 1])).toBe(true);

  const edited = messages.with(30, { ...messages[30]!, version: 99 });
  const after = changing(undefined, [edited]);
  expect(after.filter((row, at) => row !== older[at])).toEqual([after[31]!]);

  const notices = [{ version: 70, anchor: 50 } as Notice];
  const noticed = changing(undefined, [edited, { notices }]);
  expect(noticed.filter((row) => !after.includes(row)).map((row) => row.kind)).toEqual([
    'notice',
    'message',
  ]);
  changing(40, [edited, { notices }]);
  changing(40, [edited.slice(0, -1), { notices: [] }]);
  changing(40, [[], {}]);
});
