import { expect, test } from 'bun:test';
import { completionQuery } from './completion-query.ts';

test('@ and : complete at the beginning of a word only', () => {
  expect(completionQuery('hi @bo')).toEqual({ sign: '@', text: 'bo', from: 3 });
  expect(completionQuery('@')).toEqual({ sign: '@', text: '', from: 0 });
  expect(completionQuery('(:smi')).toEqual({ sign: ':', text: 'smi', from: 1 });
  for (const text of ['me@bo', 'at 10:30', ': ', ':s', 'https://a', '@bob hello'])
    expect(completionQuery(text)).toBeUndefined();
});
