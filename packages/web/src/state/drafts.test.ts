import { expect, test } from 'bun:test';
import { createDrafts } from './drafts.ts';

const text = (value: string) => ({ text: value, calls: [] });

test('a reply keeps what was written, also when it is given up', () => {
  const drafts = createDrafts();
  drafts.write('c', text('half a'));
  drafts.reply('c', 7);
  expect(drafts.get('c')).toMatchObject({ text: 'half a', task: { kind: 'reply', seq: 7 } });
  drafts.end('c', true);
  expect(drafts.get('c')).toEqual(text('half a'));
});

test('editing puts a draft aside and brings it back, answered or given up', () => {
  const drafts = createDrafts();
  drafts.write('c', text('half a'));
  drafts.edit('c', 3, text('old words'));
  drafts.edit('c', 2, text('older words'));
  drafts.write('c', text('new words'));
  expect(drafts.get('c').task).toEqual({ kind: 'edit', seq: 2 });
  drafts.end('c', true);
  expect(drafts.get('c')).toEqual(text('half a'));
  drafts.reply('c', 7);
  drafts.edit('c', 3, text('old words'));
  drafts.end('c', false);
  expect(drafts.get('c')).toMatchObject({ text: 'half a', task: { kind: 'reply', seq: 7 } });
});

test('what was sent leaves nothing behind', () => {
  const drafts = createDrafts();
  drafts.write('c', text('sent'));
  drafts.reply('c', 7);
  drafts.end('c', false);
  expect(drafts.get('c')).toEqual(text(''));
  expect(drafts.store.getState().size).toBe(0);
});
