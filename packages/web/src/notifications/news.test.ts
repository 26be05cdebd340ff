import { expect, test } from 'bun:test';
import type { Message } from '@hubbub/protocol';
import { outdated } from './news.ts';

const message = (seq: number, recalled = false) =>
  ({ conversation: 'cnv_1', seq, recalled }) as Message;

test('a notification ends with the message it shows, not with others that are taken back', () => {
  const told = new Map([
    ['here', message(1)],
    ['there', message(2)],
    ['elsewhere', message(3)],
  ]);
  const held = new Map([
    [1, message(1)],
    [2, message(2, true)],
  ]);
  expect(outdated(told, (_, seq) => held.get(seq))).toEqual(['there']);
});
