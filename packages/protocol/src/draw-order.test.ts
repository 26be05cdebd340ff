import { expect, test } from 'bun:test';
import { drawRanks, inDrawOrder, type DrawPlace } from './draw-order.ts';

test('by anchor, message before notice before whisper, conversation, seq', () => {
  const place = (
    anchor: number,
    rank: number,
    of: readonly [string, number] = ['a', 1],
  ): DrawPlace => ({
    anchor,
    rank,
    conversation: of[0],
    number: of[1],
  });
  const { message, notice, whisper } = drawRanks;
  const ordered = [
    place(0, notice),
    place(0, whisper),
    place(1, message),
    place(1, notice, ['a', 7]),
    place(1, notice, ['a', 9]),
    place(1, whisper, ['b', 5]),
    place(1, whisper, ['b', 6]),
    place(1, whisper, ['c', 1]),
    place(2, message),
  ];
  expect(ordered.toReversed().toSorted(inDrawOrder)).toEqual(ordered);
});
