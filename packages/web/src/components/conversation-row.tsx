import type { InboxEntry, PendingMessage } from '@hubbub/client';
import { Conversation_Kind } from '@hubbub/protocol';
import { Link } from 'wouter';
import { useStore } from 'zustand';
import { formatBrief, toDate } from '../format/time.ts';
import { useAppState, useClient } from '../state/app-state.ts';
import { otherOf, useFace } from '../state/conversation-title.ts';
import { isQuiet, isUnread as hasUnread, unreadIn } from '../state/unread.ts';
import { Icon } from './icon.tsx';
import { plainText } from '../format/plain-text.ts';
import { said } from '../state/said.ts';
import { useTyping } from '../state/live.ts';
import { useOnline } from '../state/presence.ts';
import { useNames } from '../state/use-client-state.ts';
import { useMe } from '../state/use-session.ts';
import { t } from '../strings.ts';
import { Avatar } from './avatar.tsx';
import { StatusMark } from './status-mark.tsx';

interface ConversationRowProps {
  readonly entry: InboxEntry;
  readonly isCurrent: boolean;
  readonly isStop: boolean;
  readonly focus: (id: string) => void;
  readonly openMenu: (entry: InboxEntry, at: { x: number; y: number }) => void;
}

export function ConversationRow({
  entry,
  isCurrent,
  isStop,
  focus,
  openMenu,
}: ConversationRowProps) {
  const { conversation, last } = entry;
  const me = useMe();
  const { id, title } = useFace()(conversation);
  const isUnread = hasUnread(entry);
  const other = otherOf(conversation, me.id);
  const { user } = useNames();
  const isOnline = useOnline(other);
  return (
    <Link
      href={`/c/${conversation.id}`}
      className={`conversation ${isUnread ? 'conversation-unread' : ''}`}
      aria-current={isCurrent ? 'page' : undefined}
      tabIndex={isStop ? 0 : -1}
      onFocus={() => focus(conversation.id)}
      onContextMenu={(event) => {
        event.preventDefault();
        const isByKey = event.clientX === 0 && event.clientY === 0;
        const box = event.currentTarget.getBoundingClientRect();
        const at = { x: box.left + 64, y: box.top + 40 };
        openMenu(entry, isByKey ? at : { x: event.clientX, y: event.clientY });
      }}
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
        <StatusMark user={other === undefined ? undefined : user(other)} />
        {isOnline && <span className="only-read">{t('list.online')}</span>}
        {(entry.configuration?.pinned ?? 0) > 0 && <Sign icon="pin" text={t('own.pinned')} />}
        {isQuiet(entry) && <Sign icon="mute" text={t('own.muted')} />}
        {last?.createdAt && (
          <time className="conversation-time" dateTime={toDate(last.createdAt).toISOString()}>
            {formatBrief(toDate(last.createdAt))}
          </time>
        )}
      </span>
      <span className="conversation-bottom">
        <span className="conversation-preview" dir="auto">
          <Preview entry={entry} isCurrent={isCurrent} />
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

function Sign({ icon, text }: { icon: 'pin' | 'mute'; text: string }) {
  return (
    <span className="conversation-sign">
      <Icon name={icon} />
      <span className="only-read">{text}</span>
    </span>
  );
}

function Preview({ entry, isCurrent }: { entry: InboxEntry; isCurrent: boolean }) {
  const me = useMe();
  const { name } = useNames();
  const pending = usePending(entry).at(-1);
  const typing = useTyping(entry.conversation.id);
  const { drafts } = useAppState();
  const draft = useStore(drafts.store, (all) => all.get(entry.conversation.id)?.text);
  if (typing.length > 0) return <span className="typing">{t('typing.here')}</span>;
  if (pending) return t('list.you', { text: plainText(pending.text, name) });
  if (draft && !isCurrent)
    return (
      <>
        <span className="draft-sign">{t('list.draft')}</span> {draft}
      </>
    );
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
  if (count > 0 && !isQuiet(entry)) {
    return (
      <span className="badge">
        <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
        <span className="only-read">{t('list.unread', { count })}</span>
      </span>
    );
  }
  if (count > 0 || entry.markedUnread) {
    return (
      <span className={`badge badge-dot ${isQuiet(entry) ? 'badge-quiet' : ''}`}>
        <span className="only-read">
          {count > 0 ? t('list.unread', { count }) : t('list.markedUnread')}
        </span>
      </span>
    );
  }
  return pending.length > 0 ? <span className="badge-waiting">{t('list.waiting')}</span> : null;
}
