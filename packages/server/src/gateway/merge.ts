// Several changes of one moment travel as one (docs/sync.md 6): consecutive Changes of a stream become the Change that
// covers them all, every row once and in its newest state.
import { create } from '@bufbuild/protobuf';
import {
  ChangeSchema,
  makerOf,
  type Change,
  type Item,
  type Member,
  type Message,
  type Notice,
  type User,
} from '@hubbub/protocol';

// A fifth of the time of `create`, which looks at every field of the type (docs/adr/0043).
const makeChange = makerOf(ChangeSchema);

/** @param changes of one stream, each starting where the one before ended, or earlier */
export function mergeChanges(changes: readonly Change[]): Change {
  const [first] = changes;
  if (first === undefined) throw new Error('nothing to merge');
  if (changes.length === 1) return first;
  const { conversation } = first;
  let base = Infinity;
  let version = 0;
  const merged = makeChange({ conversation });
  for (const change of changes) {
    base = Math.min(base, change.base ?? 0);
    version = Math.max(version, change.version ?? 0);
    if (change.head !== undefined) merged.head = change.head;
    merged.bare ||= change.bare;
    merged.gone = change.gone || merged.gone;
    merged.noticesCut ||= change.noticesCut;
  }
  merged.base = base;
  merged.version = version;
  // A bare Change says "pull": rows beside it would only be sent twice. The head stays: it tells of a deletion.
  if (merged.bare) return merged;
  merged.messages = newest(changes, ofMessages);
  merged.notices = newest(changes, ofNotices);
  merged.members = newest(changes, ofMembers);
  merged.items = newest(changes, ofItems);
  merged.users = newest(changes, ofUsers);
  return merged;
}

/** A Change without rows: clients answer it with a pull. */
export function bareChange(conversation: string, base: number, version: number): Change {
  return create(ChangeSchema, { conversation, base, version, bare: true });
}

/** One of the lists of a Change, and what names a row in it. */
interface Rows<T> {
  readonly of: (change: Change) => readonly T[];
  readonly keyOf: (row: T) => string | number;
}

const ofMessages: Rows<Message> = { of: ({ messages }) => messages, keyOf: ({ seq }) => seq ?? 0 };
const ofNotices: Rows<Notice> = {
  of: ({ notices }) => notices,
  keyOf: ({ version }) => version ?? 0,
};
const ofMembers: Rows<Member> = { of: ({ members }) => members, keyOf: ({ user }) => user };
const ofItems: Rows<Item> = {
  of: ({ items }) => items,
  keyOf: ({ kind, key }) => `${kind} ${key}`,
};
const ofUsers: Rows<User> = { of: ({ users }) => users, keyOf: ({ id }) => id };

/** The last of each key stays, at the place where the key was first seen. Most changes have rows of one list only. */
function newest<T>(changes: readonly Change[], { of, keyOf }: Rows<T>): T[] {
  const rows: T[] = [];
  for (const change of changes) for (const row of of(change)) rows.push(row);
  if (rows.length < 2) return rows;
  const byKey = new Map<string | number, T>();
  for (const row of rows) byKey.set(keyOf(row), row);
  return [...byKey.values()];
}
