// Emoji under messages: the counts stand in the message, the same for everybody; one's own is an item of SELF.
import { create } from '@bufbuild/protobuf';
import {
  OperationError,
  ReactionSchema,
  type Reaction,
  type User,
  type UserId,
} from '@hubbub/protocol';
import { mostReactions } from '../rules/message.ts';
import { choose, readChoosers, unchoose } from './choice-store.ts';
import { requireVoiceAt } from './conversation-store.ts';
import {
  findMessage,
  holdMessage,
  keepMessage,
  requireStanding,
  unchangedMessage,
  type ChangedMessage,
  type MessageName,
} from './message-change-store.ts';
import { readUsers } from './named-store.ts';
import { changeOwn } from './own-message-store.ts';
import type { Read, Write } from './statement.ts';

interface Reacting extends MessageName {
  readonly emoji: string;
  readonly on: boolean;
}

export const reactToMessage: Write<Reacting, ChangedMessage> = {
  name: 'reactToMessage',
  locks: ({ conversation, user }) => ({ conversations: [conversation], users: [user] }),
  *run(tx, { emoji, on, ...name }) {
    const held = yield* holdMessage(name);
    // Taking one's own away says nothing.
    if (on) yield* requireVoiceAt(held.place, name.user, tx.now);
    requireStanding(held);
    const { conversation, seq } = held.row;
    const choosing = { conversation, seq, choice: emoji, user: name.user };
    const isNew = on ? yield* choose(choosing, tx.now) : yield* unchoose(choosing);
    if (!isNew) return unchangedMessage(held);
    const reactions = recount(held.message.reactions, emoji, on ? 1 : -1);
    const changed = yield* keepMessage(held, { message: { ...held.message, reactions } });
    const own = yield* changeOwn(name.user, held.row, (item) => ({
      reactions: [...item.reactions.filter((one) => one !== emoji), ...(on ? [emoji] : [])],
    }));
    return { ...changed, streams: [...changed.streams, own] };
  },
};

interface Page extends MessageName {
  readonly emoji: string;
  readonly after: UserId | undefined;
  readonly limit: number;
}

/** Who put the emoji there, in order of id. */
export const readReactions: Read<Page, { users: readonly User[]; next: UserId | undefined }> = {
  name: 'readReactions',
  *run(tx, { emoji, after, limit, ...name }) {
    const { conversation, seq } = (yield* findMessage(name)).row;
    const page = { conversation, seq, choice: emoji, after, limit: limit + 1 };
    const found = yield* readChoosers(page);
    const shown = found.slice(0, limit);
    const users = (yield* readUsers(tx, shown)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    return { users, next: found.length > limit ? shown.at(-1) : undefined };
  },
};

function recount(reactions: readonly Reaction[], emoji: string, by: 1 | -1): Reaction[] {
  const held = reactions.find((one) => one.emoji === emoji);
  const count = (held?.count ?? 0) + by;
  if (held === undefined) {
    if (reactions.length >= mostReactions) throw new OperationError('FULL');
    return [...reactions, create(ReactionSchema, { emoji, count })];
  }
  return reactions
    .map((one) => (one === held ? { ...one, count } : one))
    .filter((one) => (one.count ?? 0) > 0);
}
