// Several changes of one moment travel as one (docs/sync.md 6): consecutive Changes of a stream become the Change that
// covers them all, every row once and in its newest state.
import { create } from '@bufbuild/protobuf';
import { ChangeSchema, type Change } from '@hubbub/protocol';

/** @param changes of one stream, each starting where the one before ended, or earlier */
export function mergeChanges(changes: readonly Change[]): Change {
  const [first] = changes;
  if (first === undefined) throw new Error('nothing to merge');
  if (changes.length === 1) return first;
  const merged = create(ChangeSchema, { conversation: first.conversation });
  merged.base = Math.min(...changes.map((change) => change.base ?? 0));
  merged.version = Math.max(...changes.map((change) => change.version ?? 0));
  merged.bare = changes.some((change) => change.bare);
  for (const change of changes) {
    if (change.head !== undefined) merged.head = change.head;
    merged.gone = change.gone || merged.gone;
    merged.noticesCut ||= change.noticesCut;
  }
  // A bare Change says "pull": rows beside it would only be sent twice. The head stays: it tells of a deletion.
  if (merged.bare) return merged;
  merged.messages = newest(
    changes.flatMap((change) => change.messages),
    ({ seq }) => seq ?? 0,
  );
  merged.notices = newest(
    changes.flatMap((change) => change.notices),
    ({ version }) => version ?? 0,
  );
  merged.members = newest(
    changes.flatMap((change) => change.members),
    ({ user }) => user,
  );
  merged.items = newest(
    changes.flatMap((change) => change.items),
    (item) => `${item.kind} ${item.key}`,
  );
  merged.users = newest(
    changes.flatMap((change) => change.users),
    ({ id }) => id,
  );
  return merged;
}

/** A Change without rows: clients answer it with a pull. */
export function bareChange(conversation: string, base: number, version: number): Change {
  return create(ChangeSchema, { conversation, base, version, bare: true });
}

/** The last of each key stays, at the place where the key was first seen. */
function newest<T>(rows: readonly T[], keyOf: (row: T) => string | number): T[] {
  if (rows.length < 2) return [...rows];
  const byKey = new Map<string | number, T>();
  for (const row of rows) byKey.set(keyOf(row), row);
  return [...byKey.values()];
}
