import type { ConversationView, Here } from '@hubbub/client';
import { Conversation_Kind } from '@hubbub/protocol';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { useTypingLine } from '../state/live.ts';
import { useLastSeen } from '../state/presence.ts';
import { hasMembers, otherOf, useFace } from '../state/conversation-title.ts';
import { useNames } from '../state/use-client-state.ts';
import { useMe } from '../state/use-session.ts';
import { t } from '../strings.ts';
import { ConversationMenu } from '../messages/conversation-menu.tsx';
import { Avatar } from './avatar.tsx';
import { BackLink } from './back-link.tsx';
import { Icon } from './icon.tsx';
import { StatusMark } from './status-mark.tsx';

interface ConversationHeadProps {
  readonly view: ConversationView;
  readonly here: Here;
  readonly isPanelOpen: boolean;
  readonly toggle: () => void;
  /** Where the list is, on a phone. */
  readonly back?: string | undefined;
}

export function ConversationHead({ view, here, isPanelOpen, toggle, back }: ConversationHeadProps) {
  const { conversation } = view;
  const { id, title } = useFace()(conversation);
  const heading = useRef<HTMLHeadingElement>(null);
  // What had the focus is gone when the pane changes; reading goes on from here.
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus();
  }, []);
  const other = otherOf(conversation, useMe().id);
  const { user } = useNames();
  const isRoom = conversation.kind === Conversation_Kind.ROOM;
  return (
    <header className="pane-head">
      {back && <BackLink to={back} />}
      <Avatar id={id} name={title} size="small" room={isRoom} picture={conversation.picture} />
      <div className="pane-title">
        <h1 ref={heading} tabIndex={-1}>
          <bdi>{title}</bdi> <StatusMark user={other === undefined ? undefined : user(other)} />
        </h1>
        <p className="quiet">
          <Below view={view} here={here} />
        </p>
      </div>
      <Link
        href={`/search/${conversation.id}`}
        className="icon-button"
        aria-label={t('search.inField', { title })}
      >
        <Icon name="search" />
      </Link>
      {other && (
        <Link href={`/contacts/${other}`} className="icon-button" aria-label={t('contact.profile')}>
          <Icon name="contacts" />
        </Link>
      )}
      <ConversationMenu conversation={conversation} />
      {hasMembers(conversation) && (
        <button
          type="button"
          className="icon-button"
          aria-label={t('conversation.showMembers')}
          aria-expanded={isPanelOpen}
          onClick={toggle}
        >
          <Icon name="people" />
        </button>
      )}
    </header>
  );
}

function Below({ view, here }: Pick<ConversationHeadProps, 'view' | 'here'>) {
  const me = useMe();
  const { conversation, members } = view;
  const typing = useTypingLine(conversation.id);
  const other = otherOf(conversation, me.id);
  const seen = useLastSeen(other);
  if (typing) return <span className="typing">{typing}</span>;
  if (other) return seen ?? t('conversation.direct');
  if (conversation.kind === Conversation_Kind.SELF) return null;
  const count = conversation.memberCount ?? members.length;
  return (
    <>
      <span className="member-count">
        {t('conversation.members', { count })}
        {here.count > 0 && ' · '}
      </span>
      {here.count > 0 && (
        <span className="here-count">{t('conversation.here', { count: here.count })}</span>
      )}
    </>
  );
}
