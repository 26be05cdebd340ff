// One person: who that is, and what the user can do with them.
import { useEffect, useRef } from 'react';
import { Link, useLocation } from 'wouter';
import { openDirect } from '../actions/open-direct.ts';
import { Avatar } from '../components/avatar.tsx';
import { BackLink } from '../components/back-link.tsx';
import { Problem } from '../components/form.tsx';
import { Icon } from '../components/icon.tsx';
import { useTask } from '../components/use-task.ts';
import { useClient } from '../state/app-state.ts';
import { useLastSeen, useOnline } from '../state/presence.ts';
import { useStatus } from '../state/use-status.ts';
import { useContact } from '../state/use-contacts.ts';
import { useNames } from '../state/use-client-state.ts';
import { useMe } from '../state/use-session.ts';
import { t } from '../strings.ts';
import { FriendSettings } from './friend-settings.tsx';
import { LastActions } from './last-actions.tsx';
import { Standing } from './standing.tsx';

export function ProfileScreen({ id }: { id: string }) {
  const { name, user } = useNames();
  const me = useMe();
  const isOnline = useOnline(id);
  const seen = useLastSeen(id);
  const status = useStatus(user(id));
  const heading = useRef<HTMLHeadingElement>(null);
  // What had the focus is gone when the pane changes; reading goes on from here.
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus();
  }, []);
  return (
    <main className="people-screen">
      <header className="pane-head">
        <BackLink to="/contacts" />
        <div className="pane-title">
          <h1 ref={heading} tabIndex={-1}>
            <bdi>{name(id)}</bdi>
          </h1>
        </div>
      </header>
      <div className="column">
        <div className="profile-top">
          <Avatar id={id} name={name(id)} size="huge" here={isOnline} />
          <div className="profile-names">
            <bdi className="profile-name">{name(id)}</bdi>
            {user(id) && <bdi className="quiet">@{user(id)?.username}</bdi>}
            {seen && <span className="quiet">{seen}</span>}
            {status && (
              <bdi>
                {status.emoji} {status.text}
              </bdi>
            )}
          </div>
        </div>
        {id === me.id ? <Own /> : user(id) && <Other id={id} />}
      </div>
    </main>
  );
}

function Own() {
  const me = useMe();
  return (
    <div className="profile-actions">
      <Link href={`/moments/${me.id}`} className="button">
        <Icon name="moments" />
        {t('moment.mine')}
      </Link>
    </div>
  );
}

function Other({ id }: { id: string }) {
  const contact = useContact(id);
  const isFriend = contact?.friend === true;
  const isBlocked = contact?.blocked === true;
  return (
    <>
      <FirstActions id={id} isFriend={isFriend && !isBlocked} />
      <Standing id={id} contact={contact} />
      {contact && isFriend && !isBlocked && <FriendSettings contact={contact} />}
      <LastActions id={id} isFriend={isFriend} isBlocked={isBlocked} />
    </>
  );
}

function FirstActions({ id, isFriend }: { id: string; isFriend: boolean }) {
  const client = useClient();
  const [, navigate] = useLocation();
  const task = useTask();
  const write = () => task.run(async () => navigate(`/c/${await openDirect(client, id)}`));
  return (
    <div className="profile-actions">
      <button type="button" className="button" disabled={task.busy} onClick={write}>
        <Icon name="message" />
        {t('contact.message')}
      </button>
      {isFriend && (
        <Link href={`/moments/${id}`} className="button">
          <Icon name="moments" />
          {t('tab.moments')}
        </Link>
      )}
      <Problem text={task.problem} />
    </div>
  );
}
