import { expect, test } from 'bun:test';
import type { ConversationView, OwnMessage } from '@hubbub/client';
import type { Message } from '@hubbub/protocol';
import { createUnconfirmed, withUnconfirmed, type Step } from './unconfirmed.ts';

function row(fields: Partial<Message> = {}): Message {
  const content = { case: 'text', value: 'hello' };
  const base = { conversation: 'c', seq: 1, version: 5, sender: 'me', content, reactions: [] };
  return { ...base, recalled: false, pinned: false, ...fields } as unknown as Message;
}

function view(message: Message, mine?: OwnMessage): ConversationView {
  const own = new Map(mine ? [[1, mine]] : []);
  return {
    conversation: { id: 'c' },
    messages: [message],
    own,
    whispers: [],
  } as unknown as ConversationView;
}

function after(message: Message, step: Step, held: ConversationView = view(message)) {
  return withUnconfirmed(held, [{ message: row(), step, by: 'me' }]);
}

const heart = { kind: 'react', emoji: '❤️', on: true } as const;

test('nothing that waits changes nothing, not even the reference', () => {
  const held = view(row());
  expect(withUnconfirmed(held, [])).toBe(held);
});

test('an emoji counts at once, and once: whichever of row and item comes first', () => {
  const before = after(row(), heart);
  expect(before.messages[0]?.reactions).toMatchObject([{ emoji: '❤️', count: 1 }]);
  expect(before.own.get(1)?.reactions).toEqual(['❤️']);
  const counted = [{ emoji: '❤️', count: 1 }] as unknown as Message['reactions'];
  const onlyRow = after(row({ version: 6, reactions: counted }), heart);
  expect(onlyRow.messages[0]?.reactions).toMatchObject([{ count: 1 }]);
  expect(onlyRow.own.get(1)?.reactions).toEqual(['❤️']);
  const mine = { reactions: ['❤️'], votes: [], mentioned: false };
  const both = row({ version: 6, reactions: counted });
  const confirmed = after(both, heart, view(both, mine));
  expect(confirmed.messages[0]?.reactions).toBe(counted);
  expect(confirmed.own.get(1)?.reactions).toEqual(['❤️']);
  const away = after(both, { ...heart, on: false }, view(row({ reactions: counted }), mine));
  expect(away.messages[0]?.reactions).toEqual([]);
});

test('an edit holds until the row has changed, a recall shows nothing of it, a deletion no row', () => {
  const edit: Step = { kind: 'edit', text: 'new', mentions: [], mentionsAll: false };
  expect(after(row(), edit).messages[0]?.content.value).toBe('new');
  expect(after(row({ version: 6 }), edit).messages[0]?.content.value).toBe('hello');
  expect(after(row(), { kind: 'recall' }).messages[0]).toMatchObject({
    recalled: true,
    content: { case: undefined },
  });
  expect(after(row(), { kind: 'delete' }).messages).toEqual([]);
});

test('a refused step leaves no trace, and a later one of its kind replaces it', () => {
  const steps = createUnconfirmed();
  const remove = steps.add({ message: row(), step: heart, by: 'me' });
  steps.add({ message: row(), step: { ...heart, on: false }, by: 'me' });
  expect(steps.store.getState()).toHaveLength(1);
  remove();
  expect(steps.store.getState()).toHaveLength(1);
  const other = steps.add({ message: row(), step: { kind: 'recall' }, by: 'me' });
  other();
  expect(steps.store.getState()).toHaveLength(1);
});
