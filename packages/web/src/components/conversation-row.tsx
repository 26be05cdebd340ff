import type { InboxEntry, PendingMessage } from '@hubbub/client';
import { Conversation_Kind } from '@hubbub/protocol';
import { Link } from 'wouter';
import { formatBrief, toDate } from '../format/time.ts';
import { useClient } from '../state/app-state.ts';
import { otherOf, useFace } from '../state/conversation-title.ts';
import { isUnread as hasUnread, unreadIn } from '../state/unread.ts';
import { plainText } from '../format/plain-text.ts';
import { said } from '../state/said.ts';
import { useTyping } from '../state/live.ts';
import { useOnline } from '../state/presence.ts';
import { useNames } from '../state/use-client-state.ts';
import { useMe } from '../state/use-session.ts';
import { t } from '../strings.ts';
import { Avatar } from './avatar.tsx';

interface ConversationRowProps {
  readonly entry: InboxEntry;
  readonly isCurrent: boolean;
  readonly isStop: boolean;
  readonly focus: (id: string) => void;
}

export function ConversationRow({ entry, isCurrent, isStop, focus }: ConversationRowProps) {
  const { conversation, last } = entry;
  const me = useMe();
  const { id, title } = useFace()(conversation);
  const isUnread = hasUnread(entry);
  const isOnline = useOnline(otherOf(conversation, me.id));
  return (
    <Link
      href={`/c/${conversation.id}`}
      className={`conversation ${isUnread ? 'conversation-unread' : ''}`}
      aria-current={isCurrent ? 'page' : undefined}
      tabIndex={isStop ? 0 : -1}
      onFocus={() => focus(conversation.id)}
    >
      <Avatar
        id={id}
        name={title}
        room={conversation.kind === Conversation_Kind.ROOM}
        here={isOnline}
        picture={conversation.picture}
      />
      <span className="conversation-top">
        <bdi className="conversation-title">{title}</bdi>
        {isOnline && <span className="only-read">{t('list.online')}</span>}
        {last?.createdAt && (
          <time className="conversation-time" dateTime={toDate(last.createdAt).toISOString()}>
            {formatBrief(toDate(last.createdAt))}
          </time>
        )}
      </span>
      <span className="conversation-bottom">
        <span className="conversation-preview" dir="auto">
          <Preview entry={entry} />
        </span>
        {entry.mentions > 0 && (
          <span className="badge badge-at">
            <span aria-hidden="true">@</span>
            <span className="only-read">{t('mention.unread')}</span>
          </span>
        )}
        <Badge entry={entry} />
      </span>
    </Link>
  );
}

function Preview({ entry }: { entry: InboxEntry }) {
  const me = useMe();
  const { name } = useNames();
  const pending = usePending(entry).at(-1);
  const typing = useTyping(entry.conversation.id);
  if (typing.length > 0) return <span className="typing">{t('typing.here')}</span>;
  if (pending) return t('list.you', { text: plainText(pending.text, name) });
  const { last, conversation } = entry;
  if (!last) return t('list.nothing');
  const text = said(last, name);
  if (last.sender === me.id) return t('list.you', { text });
  if (conversation.kind === Conversation_Kind.DIRECT) return text;
  return t('message.announce', { name: name(last.sender), text });
}

function usePending({ conversation, pending }: InboxEntry): readonly PendingMessage[] {
  const { state } = useClient();
  return pending === 0 ? [] : (state.conversation(conversation.id)?.pending ?? []);
}

function Badge({ entry }: { entry: InboxEntry }) {
  const pending = usePending(entry);
  if (pending.some((message) => message.status === 'failed')) {
    return <span className="badge badge-failed">{t('list.failed')}</span>;
  }
  const count = unreadIn(entry);
  if (count > 0) {
    return (
      <span className="badge">
        <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
        <span className="only-read">{t('list.unread', { count })}</span>
      </span>
    );
  }
  if (entry.markedUnread) {
    return (
      <span className="badge badge-dot">
        <span className="only-read">{t('list.markedUnread')}</span>
      </span>
    );
  }
  return pending.length > 0 ? <span className="badge-waiting">{t('list.waiting')}</span> : null;
}
