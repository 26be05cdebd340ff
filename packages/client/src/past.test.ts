import { expect, test } from 'bun:test';
import { create } from '@bufbuild/protobuf';
import { ItemSchema, MessageSchema, type Message } from '@hubbub/protocol';
import { stretchAround, viewOfPast, withNewer, withOlder, type PastOwner } from './past.ts';
import type { ConversationView } from './views.ts';

const room = 'cnv_1';
const said = (seq: number) =>
  create(MessageSchema, { conversation: room, seq, sender: 'usr_bob', mentions: ['usr_me'] });

/** The newest 50 of 5,000 are held, and of the others those that were asked for. */
function held(firstSeen = 1) {
  const asked: number[] = [];
  const known = new Map<number, Message>();
  const owner: PastOwner = {
    user: { id: 'usr_me' },
    state: {
      message: (_, seq) => {
        if (seq < firstSeen) return null;
        if (!known.has(seq)) asked.push(seq);
        return known.get(seq);
      },
      itemsOf: () => new Map([[2002, create(ItemSchema, { hidden: true })]]),
    },
  };
  const messages = Array.from({ length: 50 }, (_, at) => said(4951 + at));
  const live = {
    conversation: { id: room, seq: 5000 },
    messages,
    own: new Map(),
    notices: [{ anchor: 4960 }],
    whispers: [],
    pending: [{ text: 'on its way' }],
    unread: 3,
  } as unknown as ConversationView;
  const answer = () => {
    for (const seq of asked.splice(0)) known.set(seq, said(seq));
  };
  return { owner, live, asked, answer };
}

test('a stretch asks for its own rows alone, and shows them without what the user deleted', () => {
  const { owner, live, asked, answer } = held();
  const stretch = stretchAround(2000);
  const empty = viewOfPast(owner, live, stretch);
  expect(empty).toMatchObject({ messages: [], loading: true, isWhole: false, atStart: false });
  expect(asked).toEqual(Array.from({ length: 51 }, (_, at) => 1975 + at));
  answer();
  const view = viewOfPast(owner, live, stretch);
  const seqs = view.messages.map(({ seq }) => seq);
  expect([seqs[0], seqs.at(-1), seqs.includes(2002)]).toEqual([1975, 2025, false]);
  expect(view.own.get(2000)?.mentioned).toBe(true);
  // What belongs to the end is not drawn in the middle; what is counted stays.
  expect(view).toMatchObject({ loading: false, notices: [], pending: [], unread: 3 });
});

test('it grows both ways, and is whole where it meets the messages at the end', () => {
  const { owner, live, answer } = held(4800);
  const stretch = withOlder(withNewer(withNewer(stretchAround(4860))));
  viewOfPast(owner, live, stretch);
  answer();
  const view = viewOfPast(owner, live, stretch);
  expect(view).toMatchObject({ isWhole: true, atStart: true, loading: false });
  expect(view.messages.map(({ seq }) => seq)).toEqual(
    Array.from({ length: 201 }, (_, at) => 4800 + at),
  );
  expect(view.notices).toEqual(live.notices);
});
