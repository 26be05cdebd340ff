// Polls: a message whose options are chosen. Totals stand in the message, the same for everybody; what one chose is an item
// of SELF, and nobody else can read it.
import {
  hasRight,
  OperationError,
  type Card,
  type Item,
  type Message,
  type Poll,
} from '@hubbub/protocol';
import { choose, unchoose } from './choice-store.ts';
import { requireVoiceAt } from './conversation-store.ts';
import {
  holdMessage,
  keepMessage,
  requireStanding,
  unchangedMessage,
  type ChangedMessage,
  type HeldMessage,
  type MessageName,
} from './message-change-store.ts';
import { changeOwn } from './own-message-store.ts';
import type { Steps, Write } from './statement.ts';

interface Vote extends MessageName {
  /** Places of options, each once. */
  readonly options: readonly number[];
}

export const voteInPoll: Write<Vote, ChangedMessage> = {
  name: 'voteInPoll',
  locks: ({ conversation, user }) => ({ conversations: [conversation], users: [user] }),
  *run(tx, { options, ...name }) {
    const held = yield* holdMessage(name);
    if (options.length > 0) yield* requireVoiceAt(held.place, name.user, tx.now);
    const poll = pollIn(held);
    if (poll.closed) throw new OperationError('CLOSED');
    requireChoosable(poll, options);
    const counted = yield* recount(held, { poll, user: name.user, options, now: tx.now });
    if (counted === undefined) return unchangedMessage(held);
    const changed = yield* keepMessage(held, { message: withPoll(held.message, counted) });
    const votes = options.toSorted((a, b) => a - b);
    const own = yield* changeOwn(name.user, held.row, (): Partial<Item> => ({ votes }));
    return { ...changed, streams: [...changed.streams, own] };
  },
};

export const closePoll: Write<MessageName, ChangedMessage> = {
  name: 'closePoll',
  locks: ({ conversation }) => ({ conversations: [conversation] }),
  *run(_tx, name) {
    const held = yield* holdMessage(name);
    const poll = pollIn(held);
    if (held.message.sender !== name.user && !hasRight('closePoll', held.place))
      throw new OperationError('SENDER');
    if (poll.closed) return unchangedMessage(held);
    return yield* keepMessage(held, { message: withPoll(held.message, { ...poll, closed: true }) });
  },
};

/** Throws RECALLED for what was taken back, CONTENT for what is no poll. */
function pollIn(held: HeldMessage): Poll {
  requireStanding(held);
  const { content } = held.message;
  if (content.case !== 'card' || content.value.kind.case !== 'poll')
    throw new OperationError('CONTENT');
  return content.value.kind.value;
}

function withPoll(message: Message, value: Poll): Message {
  const card: Card = { $typeName: 'hubbub.v1.Card', kind: { case: 'poll', value } };
  return { ...message, content: { case: 'card', value: card } };
}

function requireChoosable({ options: all, multiple }: Poll, options: readonly number[]): void {
  if (options.some((option) => option >= all.length))
    throw new OperationError('FIELD', 'options: there is no such option');
  if (!multiple && options.length > 1)
    throw new OperationError('FIELD', 'options: only one may be chosen');
}

interface Voting extends Pick<Vote, 'user' | 'options'> {
  readonly poll: Poll;
  readonly now: number;
}

/** The poll with this vote in place of the one before; undefined when that was the same. */
function* recount(
  { row: { conversation, seq } }: HeldMessage,
  { poll, user, options: wanted, now }: Voting,
): Steps<Poll | undefined> {
  let isChanged = false;
  let hadVoted = false;
  const options = [];
  for (const [place, option] of poll.options.entries()) {
    const choosing = { conversation, seq, choice: `${place}`, user };
    const isWanted = wanted.includes(place);
    const isNew = isWanted ? yield* choose(choosing, now) : yield* unchoose(choosing);
    hadVoted ||= isWanted !== isNew;
    isChanged ||= isNew;
    options.push(isNew ? { ...option, votes: option.votes + (isWanted ? 1 : -1) } : option);
  }
  if (!isChanged) return undefined;
  const voters = poll.voters - (hadVoted ? 1 : 0) + (wanted.length > 0 ? 1 : 0);
  return { ...poll, options, voters };
}
