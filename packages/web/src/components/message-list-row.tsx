import { Conversation_Kind, type Conversation } from '@hubbub/protocol';
import { formatDay } from '../format/time.ts';
import { useFace } from '../state/conversation-title.ts';
import type { Arrival } from '../state/arrivals.ts';
import type { Row } from '../state/rows.ts';
import { useNames } from '../state/use-client-state.ts';
import { t } from '../strings.ts';
import { MessageLine } from './message-line.tsx';
import { PendingLine } from './pending-line.tsx';

interface MessageListRowProps {
  readonly row: Row;
  readonly conversation: Conversation;
}

export function MessageListRow({ row, conversation }: MessageListRowProps) {
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
      <Body row={row} conversation={conversation} />
    </>
  );
}

function Body({ row, conversation }: MessageListRowProps) {
  const { name } = useNames();
  const face = useFace();
  switch (row.kind) {
    case 'message':
      return <MessageLine row={row} />;
    case 'pending':
      return <PendingLine row={row} conversation={conversation.id} />;
    case 'notice': {
      const values = { name: name(row.notice.actor), title: row.notice.text };
      return <p className="aside">{t('conversation.renamed', values)}</p>;
    }
    case 'arrival':
      return <p className="aside">{arrivalText(row.arrival, name(row.arrival.user))}</p>;
    case 'start': {
      const isDirect = conversation.kind === Conversation_Kind.DIRECT;
      const key = isDirect ? 'conversation.startDirect' : 'conversation.start';
      return <p className="begin">{t(key, { title: face(conversation).title })}</p>;
    }
  }
}

function arrivalText({ what }: Arrival, name: string): string {
  return t(`conversation.${what}`, { name });
}
