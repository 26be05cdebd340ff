// Those of a direct conversation or whisper who do not see it yet: an empty one is its creator's alone, and a message makes
// the others members (docs/sync.md 10, 20). Their rows and the message share one version, so nobody ever sees one without
// the other.
import {
  formatId,
  Member_Role,
  OperationError,
  type Conversation,
  type Member,
  type UserId,
} from '@hubbub/protocol';
import { requireVoice } from '../rules/conversation.ts';
import { requireUnblocked } from './accept-store.ts';
import { bumpWith, lockPlace } from './conversation-store.ts';
import { partiesOf, toConversation, type Head } from './head.ts';
import { writeJoined } from './item-store.ts';
import { enterMember, readPresent, readPresentAmong } from './member-store.ts';
import type { Steps } from './statement.ts';
import { changeOf, type StreamChange } from './stream.ts';

export interface Admission {
  readonly head: Head;
  readonly rows: { readonly head: Conversation; readonly members: Member[] };
  /** The new members' SELF. */
  readonly streams: readonly StreamChange[];
}

/** Makes the one who is missing a member, and takes a seq for the message that comes with it. */
export function* admitPeer(
  direct: Head,
  { sender, now }: { sender: UserId; now: number },
): Steps<Admission> {
  const peer = partiesOf(direct).find((user) => user !== sender);
  if (peer === undefined) throw new Error('a direct conversation without another side');
  return yield* admit(direct, { users: [peer], messages: 1, joinSeq: 1, now });
}

interface NewSides {
  /** In order of id: their SELFs are locked one after the other. */
  readonly users: readonly UserId[];
  readonly messages: number;
  /** The first seq they see. */
  readonly joinSeq: number;
  readonly now: number;
}

export function* admit(
  before: Head,
  { users, messages, joinSeq, now }: NewSides,
): Steps<Admission> {
  const head = yield* bumpWith(before, {
    member_count: before.member_count + users.length,
    floor: Math.max(before.floor, joinSeq),
    messages,
  });
  const members: Member[] = [];
  const streams: StreamChange[] = [];
  for (const user of users) {
    members.push(yield* enterMember(head, { user, role: Member_Role.MEMBER, joinSeq, now }));
    streams.push(yield* writeJoined(user, head));
  }
  return { head, rows: { head: toConversation(head), members }, streams };
}

export interface WhisperPlace {
  /** The room's seq at this moment. */
  readonly anchor: number;
  /** Those the next message makes members, in order of id. */
  readonly missing: readonly UserId[];
  /** All whom the next message goes to. */
  readonly audience: readonly UserId[];
}

/**
 * Where a message of a whisper stands in its room and whom it reaches: all its users who are in the room. The room's head is locked
 * with it: its seq is the anchor, and nobody leaves meanwhile. MUTED for who may only read there. NOT_ACCEPTING when that is its sender alone, or when the only other one
 * has blocked the sender.
 */
export function* placeInRoom(
  whisper: Head,
  { sender, now }: { sender: UserId; now: number },
): Steps<WhisperPlace> {
  const { head: room, ...place } = yield* lockPlace(formatId('cnv', whisper.parent), sender);
  requireVoice(place, now);
  const audience = (yield* readPresentAmong(room.id, partiesOf(whisper))).toSorted();
  if (audience.length < 2) throw new OperationError('NOT_ACCEPTING');
  const others = audience.filter((user) => user !== sender);
  if (others.length === 1) yield* requireUnblocked(sender, others);
  const present = new Set(yield* readPresent(whisper.id));
  const missing = audience.filter((user) => !present.has(user));
  return { anchor: room.seq, missing, audience };
}

/** Those who are missing see from the message that comes with it. */
export function* admitMissing(
  whisper: Head,
  { missing, now }: { missing: readonly UserId[]; now: number },
): Steps<Admission | undefined> {
  if (missing.length === 0) return undefined;
  return yield* admit(whisper, { users: missing, messages: 1, joinSeq: whisper.seq + 1, now });
}

/** The change of an admission that no message came with. */
export function admissionChange(
  { head, rows }: Admission,
  audience: readonly UserId[],
): StreamChange {
  const conversation = formatId('cnv', head.id);
  const { version } = head;
  return {
    conversation,
    kind: head.kind,
    change: changeOf({ conversation, base: version - 1, version }, rows),
    audience,
    joined: [],
    left: [],
  };
}
