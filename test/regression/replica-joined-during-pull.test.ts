// What comes while a pull of that very conversation is under way is newer than the pull's snapshot may be: an answer that
// still says "gone" must not make the client forget it.
import { expect, test } from 'bun:test';
import { create } from '@bufbuild/protobuf';
import { ChangeSchema, Library, Reason_Code } from '@hubbub/protocol';

test('who is made a member during a pull that still says "gone" pulls once more', () => {
  const holdings = new Library('usr_a', { changed() {}, usersChanged() {} });
  holdings.adoptEpoch('e');
  const room = { conversation: 'cnv_x' };
  holdings.receive(create(ChangeSchema, { ...room, base: 4, version: 5 }));
  const [ask] = holdings.askWanted(['now']);
  if (ask === undefined) throw new Error('nothing was asked');
  holdings.receive(create(ChangeSchema, { ...room, base: 5, version: 6 }));
  const gone = create(ChangeSchema, { ...room, base: 0, version: 0, gone: Reason_Code.NOT_FOUND });
  holdings.answer(ask, { epoch: 'e', changes: [gone], next: '' });
  expect([...holdings.wanted.keys()]).toEqual(['cnv_x']);

  // And not for ever: nothing new has come since.
  const [again] = holdings.askWanted(['now']);
  if (again === undefined) throw new Error('nothing was asked');
  holdings.answer(again, { epoch: 'e', changes: [gone], next: '' });
  expect([...holdings.wanted.keys()]).toEqual([]);
});
