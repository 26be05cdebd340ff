// The other one of a direct conversation: an empty direct is its creator's alone, and its first message makes the other a
// member (docs/sync.md 10). The row and the message share one version, so nobody ever sees one without the other.
import {
  formatId,
  Member_Role,
  type Conversation,
  type Member,
  type UserId,
} from '@hubbub/protocol';
import { bumpWith } from './conversation-store.ts';
import { pairOf, toConversation, type Head } from './head.ts';
import { writeJoined } from './item-store.ts';
import { enterMember } from './member-store.ts';
import type { Steps } from './statement.ts';
import { changeOf, type StreamChange } from './stream.ts';

export interface Admission {
  readonly head: Head;
  readonly rows: { readonly head: Conversation; readonly members: Member[] };
  /** The new member's SELF. */
  readonly streams: readonly StreamChange[];
}

/** Makes the one who is missing a member, and takes a seq for the message that comes with it. */
export function* admitPeer(
  direct: Head,
  { sender, now }: { sender: UserId; now: number },
): Steps<Admission> {
  const peer = pairOf(direct).find((user) => user !== sender);
  if (peer === undefined) throw new Error('a direct conversation without another side');
  return yield* admit(direct, { user: peer, messages: 1, now });
}

interface NewSide {
  readonly user: UserId;
  readonly messages: number;
  readonly now: number;
}

/** Either side sees the whole conversation, from its first message. */
export function* admit(direct: Head, { user, messages, now }: NewSide): Steps<Admission> {
  const head = yield* bumpWith(direct, { member_count: direct.member_count + 1, messages });
  const member = yield* enterMember(head, { user, role: Member_Role.MEMBER, joinSeq: 1, now });
  const joined = {
    conversation: formatId('cnv', head.id),
    kind: head.kind,
    version: head.version,
  };
  return {
    head,
    rows: { head: toConversation(head), members: [member] },
    streams: [yield* writeJoined(user, joined)],
  };
}

/** The change of an admission that no message came with. */
export function admissionChange({ head, rows }: Admission): StreamChange {
  const conversation = formatId('cnv', head.id);
  const { version } = head;
  return {
    conversation,
    kind: head.kind,
    change: changeOf({ conversation, base: version - 1, version }, rows),
    audience: pairOf(head),
    joined: [],
    left: [],
  };
}
