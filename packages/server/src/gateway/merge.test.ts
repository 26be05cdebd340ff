import { expect, test } from 'bun:test';
import { create } from '@bufbuild/protobuf';
import { ChangeSchema, MemberSchema, MessageSchema, Reason_Code } from '@hubbub/protocol';
import { mergeChanges } from './merge.ts';

const conversation = 'cnv_00000000001';

function change(base: number, rows: object) {
  return create(ChangeSchema, { conversation, base, version: base + 1, ...rows });
}

test('the merged Change covers all, every row once and newest', () => {
  const message = (seq: number, version: number) =>
    create(MessageSchema, { conversation, seq, version });
  const member = (left: Reason_Code) =>
    create(MemberSchema, { conversation, user: 'usr_00000000001', left });
  const merged = mergeChanges([
    change(4, { messages: [message(1, 5)] }),
    change(5, { messages: [message(2, 6)], members: [member(Reason_Code.UNSPECIFIED)] }),
    change(6, { messages: [message(1, 7)], members: [member(Reason_Code.LEFT)] }),
  ]);
  expect([merged.base, merged.version]).toEqual([4, 7]);
  expect(merged.messages.map(({ seq, version }) => [seq, version])).toEqual([
    [1, 7],
    [2, 6],
  ]);
  expect(merged.members.map(({ left }) => left)).toEqual([Reason_Code.LEFT]);
});

test('one that is bare makes all bare', () => {
  const merged = mergeChanges([
    change(1, { messages: [create(MessageSchema, { seq: 1 })] }),
    change(2, { bare: true }),
  ]);
  expect(merged).toMatchObject({ base: 1, version: 3, bare: true, messages: [] });
});

test('a deletion survives beside a bare change', () => {
  const merged = mergeChanges([
    change(1, { bare: true }),
    change(2, { head: { id: conversation, deleted: true } }),
  ]);
  expect(merged.head?.deleted).toBe(true);
});
