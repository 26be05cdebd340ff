import type { ConversationView, Here } from '@hubbub/client';
import { Member_Role, type Member } from '@hubbub/protocol';
import { useEffect, useRef } from 'react';
import { useFace } from '../state/conversation-title.ts';
import { useShortcut } from '../state/shortcuts.ts';
import { useNames } from '../state/use-client-state.ts';
import { useMembers } from '../state/use-members.ts';
import { useNarrow } from '../state/use-narrow.ts';
import { useMe } from '../state/use-session.ts';
import GroupSection from '../groups/group-section.tsx';
import { t } from '../strings.ts';
import { Icon } from './icon.tsx';
import { MemberRow, type MemberOf } from './member-row.tsx';
import { compareNames } from '../format/list.ts';
import { RoomActions } from './room-actions.tsx';

interface MembersPanelProps {
  readonly view: ConversationView;
  readonly here: Here;
  readonly whisper: (users: string[]) => Promise<void>;
  readonly close: () => void;
}

export default function MembersPanel({ view, here, whisper, close }: MembersPanelProps) {
  const members = useMembers(view);
  const me = useMe();
  const inOrder = useByName(members.rows);
  const isHere = (member: Member) => here.present.has(member.user);
  const own = view.members.find((member) => member.user === me.id);
  const panel = useRef<HTMLElement>(null);
  const { title } = useFace()(view.conversation);
  // On a phone it is all there is.
  const isNarrow = useNarrow();
  const Frame = isNarrow ? 'main' : 'aside';
  const of = { conversation: view.conversation, role: own?.role ?? Member_Role.MEMBER, whisper };
  useShortcut('close', close);
  useFocusInside(panel);
  return (
    <Frame ref={panel} className="panel" aria-label={t('members.title')}>
      <header className="pane-head">
        {isNarrow && <h1 className="only-read">{title}</h1>}
        <h2>{t('members.title')}</h2>
        <button
          type="button"
          className="icon-button pane-action"
          aria-label={t('members.close')}
          onClick={close}
        >
          <Icon name="close" />
        </button>
      </header>
      <div className="panel-body">
        <GroupSection view={view} />
        <Group title={t('members.here')} members={inOrder.filter(isHere)} here of={of} />
        <Group
          title={t('members.away')}
          members={inOrder.filter((member) => !isHere(member))}
          here={false}
          of={of}
        />
        {members.hasMore && (
          <button type="button" className="button" onClick={members.more}>
            {t('members.more')}
          </button>
        )}
      </div>
      <RoomActions
        {...of}
        others={inOrder.filter(({ user }) => user !== me.id).map(({ user }) => user)}
      />
    </Frame>
  );
}

interface GroupProps {
  readonly title: string;
  readonly members: readonly Member[];
  readonly here: boolean;
  readonly of: MemberOf;
}

function Group({ title, members, here, of }: GroupProps) {
  if (members.length === 0) return null;
  return (
    <section className="panel-group">
      <h3>
        {title} <span className="quiet">{members.length}</span>
      </h3>
      <ul>
        {members.map((member) => (
          <MemberRow key={member.user} member={member} here={here} {...of} />
        ))}
      </ul>
    </section>
  );
}

function useByName(members: readonly Member[]): readonly Member[] {
  const { name } = useNames();
  return members.toSorted((a, b) => compareNames(name(a.user), name(b.user)));
}

/** The focus goes into the panel and back to where it was. */
function useFocusInside(panel: { readonly current: HTMLElement | null }): void {
  useEffect(() => {
    const before = document.activeElement;
    panel.current?.querySelector('button')?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, [panel]);
}
