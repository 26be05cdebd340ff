// What the user did to messages and the server has not confirmed: shown at once, and gone again when it is refused. Each
// step says how it looks on the rows that are held, so that it has no effect any more once they show it themselves.
import type { ConversationView, OwnMessage, WhisperView } from '@hubbub/client';
import type { Message, Poll } from '@hubbub/protocol';
import { createStore, type StoreApi } from 'zustand/vanilla';

export type Step =
  | { readonly kind: 'react'; readonly emoji: string; readonly on: boolean }
  | {
      readonly kind: 'edit';
      readonly text: string;
      readonly mentions: string[];
      readonly mentionsAll: boolean;
    }
  | { readonly kind: 'pin'; readonly on: boolean }
  | { readonly kind: 'vote'; readonly options: number[] }
  | { readonly kind: 'recall' | 'delete' | 'closePoll' };

export interface Unconfirmed {
  /** The row as it was then. */
  readonly message: Message;
  readonly step: Step;
  readonly by: string;
}

export interface UnconfirmedSteps {
  readonly store: StoreApi<readonly Unconfirmed[]>;
  /** In place of an earlier one of the same kind. @returns takes it away */
  readonly add: (one: Unconfirmed) => () => void;
}

export const nothingOwn: OwnMessage = { reactions: [], votes: [], mentioned: false };

export function createUnconfirmed(): UnconfirmedSteps {
  const store = createStore<readonly Unconfirmed[]>(() => []);
  return {
    store,
    add(one) {
      store.setState((old) => [...old.filter((other) => !isSame(other, one)), one], true);
      return () => store.setState((old) => old.filter((other) => other !== one), true);
    },
  };
}

function isSame(a: Unconfirmed, b: Unconfirmed): boolean {
  const emojiOf = ({ step }: Unconfirmed) => (step.kind === 'react' ? step.emoji : '');
  return isOf(a, b.message) && a.step.kind === b.step.kind && emojiOf(a) === emojiOf(b);
}

function isOf({ message }: Unconfirmed, { conversation, seq }: Message): boolean {
  return message.seq === seq && message.conversation === conversation;
}

/** The view as it will be when everything is confirmed; the same one when nothing waits. */
export function withUnconfirmed(
  view: ConversationView,
  steps: readonly Unconfirmed[],
): ConversationView {
  if (steps.length === 0) return view;
  const whispers = view.whispers.map((whisper) => changed(whisper, steps));
  return { ...changed(view, steps), whispers };
}

type Rows = Pick<WhisperView, 'conversation' | 'messages' | 'own'>;

function changed<V extends Rows>(view: V, all: readonly Unconfirmed[]): V {
  const steps = all.filter(({ message }) => message.conversation === view.conversation.id);
  if (steps.length === 0) return view;
  const own = new Map(view.own);
  const messages = view.messages.flatMap((message): Message[] => {
    let row: Message | undefined = message;
    for (const one of steps) if (row && isOf(one, row)) row = taken(row, one, own);
    return row ? [row] : [];
  });
  return { ...view, messages, own };
}

/** The row after a step, undefined when it is deleted; what is the user's own is put into `own`. */
function taken(
  row: Message,
  { step, message, by }: Unconfirmed,
  own: Map<number, OwnMessage>,
): Message | undefined {
  if (step.kind === 'delete') return undefined;
  if (row.recalled) return row;
  const seq = row.seq ?? 0;
  const mine = own.get(seq) ?? nothingOwn;
  // A row that has changed since counts for itself; what is the user's own comes on another stream.
  const isNewer = (row.version ?? 0) > (message.version ?? 0);
  switch (step.kind) {
    case 'react': {
      const has = mine.reactions.includes(step.emoji);
      if (has === step.on) return row;
      const reactions = step.on
        ? [...mine.reactions, step.emoji]
        : mine.reactions.filter((one) => one !== step.emoji);
      own.set(seq, { ...mine, reactions });
      return isNewer ? row : { ...row, reactions: counted(row, step.emoji, step.on) };
    }
    case 'vote': {
      const poll = pollOf(row);
      if (poll === undefined) return row;
      own.set(seq, { ...mine, votes: step.options });
      return isNewer ? row : withPoll(row, voted(poll, mine.votes, step.options));
    }
    case 'edit': {
      if (isNewer) return row;
      const { mentions, mentionsAll, text } = step;
      const editedAt = row.editedAt ?? row.createdAt;
      const content = { case: 'text', value: text } as const;
      return { ...row, content, mentions, mentionsAll, ...(editedAt && { editedAt }) };
    }
    case 'pin':
      return isNewer ? row : { ...row, pinned: step.on };
    case 'closePoll': {
      const poll = pollOf(row);
      return poll === undefined ? row : withPoll(row, { ...poll, closed: true });
    }
    case 'recall':
      return {
        ...row,
        recalled: true,
        recalledBy: by === row.sender ? '' : by,
        reactions: [],
        pinned: false,
        content: { case: undefined },
      };
  }
}

function counted({ reactions }: Message, emoji: string, on: boolean): Message['reactions'] {
  const held = reactions.find((one) => one.emoji === emoji);
  const count = (held?.count ?? 0) + (on ? 1 : -1);
  const next = { $typeName: 'hubbub.v1.Reaction', emoji, count } as const;
  if (held === undefined) return on ? [...reactions, next] : reactions;
  const left = count > 0 ? reactions : reactions.filter((one) => one !== held);
  return left.map((one) => (one === held ? next : one));
}

export function pollOf({ content }: Message): Poll | undefined {
  const kind = content.case === 'card' ? content.value.kind : undefined;
  return kind?.case === 'poll' ? kind.value : undefined;
}

function withPoll(row: Message, poll: Poll): Message {
  const card = row.content.case === 'card' ? row.content.value : undefined;
  if (card === undefined) return row;
  return {
    ...row,
    content: { case: 'card', value: { ...card, kind: { case: 'poll', value: poll } } },
  };
}

function voted(poll: Poll, before: readonly number[], now: readonly number[]): Poll {
  const options = poll.options.map((option, at) => {
    const more = Number(now.includes(at)) - Number(before.includes(at));
    return more === 0 ? option : { ...option, votes: option.votes + more };
  });
  const voters = poll.voters + Number(now.length > 0) - Number(before.length > 0);
  return { ...poll, options, voters };
}
