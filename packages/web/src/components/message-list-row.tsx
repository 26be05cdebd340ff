import { Conversation_Kind, type Conversation } from '@hubbub/protocol';
import { memo } from 'react';
import { formatDay } from '../format/time.ts';
import { useFace } from '../state/conversation-title.ts';
import type { Arrival } from '../state/arrivals.ts';
import type { Row } from '../state/rows.ts';
import { useNames } from '../state/use-client-state.ts';
import { t } from '../strings.ts';
import { MessageLine } from './message-line.tsx';
import { NoticeLine } from './notice-line.tsx';
import { PendingLine } from './pending-line.tsx';
import { WhisperLine } from './whisper-line.tsx';

interface MessageListRowProps {
  readonly row: Row;
  readonly conversation: Conversation;
  readonly reply: (whisper: Conversation) => void;
}

/** Drawn again only when what it shows is another: scrolling and arriving messages leave most rows as they are. */
export const MessageListRow = memo(DrawnRow, isSame);

function isSame(before: MessageListRowProps, now: MessageListRowProps): boolean {
  if (before.row !== now.row || before.reply !== now.reply) return false;
  // Today is yesterday after midnight.
  if (now.row.day) return false;
  // The head changes with every message.
  return now.row.kind === 'message' || before.conversation === now.conversation;
}

function DrawnRow({ row, conversation, reply }: MessageListRowProps) {
  return (
    <>
      {row.day && (
        <div className="day">
          <span>{formatDay(row.day)}</span>
        </div>
      )}
      {row.unread && (
        <div className="unread-line">
          <span>{t('conversation.unreadLine')}</span>
        </div>
      )}
      <Body row={row} conversation={conversation} reply={reply} />
    </>
  );
}

function Body({ row, conversation, reply }: MessageListRowProps) {
  const { name } = useNames();
  const face = useFace();
  switch (row.kind) {
    case 'message':
      return <MessageLine row={row} />;
    case 'pending':
      return (
        <PendingLine row={row} conversation={row.whisper?.conversation.id ?? conversation.id} />
      );
    case 'whisper':
      return <WhisperLine row={row} reply={reply} />;
    case 'notice':
      return (
        <NoticeLine notice={row.notice} isGroup={conversation.kind === Conversation_Kind.GROUP} />
      );
    case 'arrival':
      return <p className="aside">{arrivalText(row.arrival, name(row.arrival.user))}</p>;
    case 'start': {
      // The chat beside a game; its title is the game's, for programs.
      if (conversation.kind === Conversation_Kind.GROUP && conversation.parent)
        return <p className="begin">{t('game.chatStart')}</p>;
      const isDirect = conversation.kind === Conversation_Kind.DIRECT;
      const key = isDirect ? 'conversation.startDirect' : 'conversation.start';
      return <p className="begin">{t(key, { title: face(conversation).title })}</p>;
    }
  }
}

function arrivalText({ what }: Arrival, name: string): string {
  return t(`conversation.${what}`, { name });
}
