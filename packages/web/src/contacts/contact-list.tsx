import type { Contact } from '@hubbub/protocol';
import { useState } from 'react';
import { Link } from 'wouter';
import { Avatar } from '../components/avatar.tsx';
import { useOnline } from '../state/presence.ts';
import { useRelations } from '../state/use-contacts.ts';
import { useNames } from '../state/use-client-state.ts';
import { t } from '../strings.ts';
import { ListEntry } from '../components/list-entry.tsx';
import { byLetter } from './letters.ts';

interface ContactListProps {
  readonly current: string;
  readonly pane: string;
  readonly find: () => void;
}

export function ContactList({ current, pane, find }: ContactListProps) {
  const { friends, received, sent, blocked, tags } = useRelations();
  const { name } = useNames();
  const [tag, setTag] = useState('');
  const chosen = tags.includes(tag) ? tag : '';
  const shown = chosen ? friends.filter((friend) => friend.tags.includes(chosen)) : friends;
  return (
    <nav className="entries" aria-label={t('tab.contacts')}>
      <ul>
        <ListEntry
          path="/contacts/requests"
          icon="people"
          text={t('contact.requests')}
          isCurrent={pane === 'requests'}
          news={{ count: received.length, label: 'tab.contactsNews' }}
          note={sent.length > 0 ? t('contact.sentCount', { count: sent.length }) : ''}
        />
        {blocked.length > 0 && (
          <ListEntry
            path="/contacts/blocked"
            icon="block"
            text={t('contact.blocked')}
            isCurrent={pane === 'blocked'}
          />
        )}
      </ul>
      {tags.length > 0 && <TagFilter tags={tags} chosen={chosen} choose={setTag} />}
      {friends.length === 0 && (
        <div className="conversations-empty">
          <p>{t('contact.empty')}</p>
          <p>{t('contact.emptyHint')}</p>
          <button type="button" className="button button-main" onClick={find}>
            {t('contact.findAction')}
          </button>
        </div>
      )}
      {byLetter(shown, (friend) => name(friend.user)).map(({ letter, rows }) => (
        <section key={letter} aria-label={letter}>
          <p className="entries-letter" aria-hidden="true">
            {letter}
          </p>
          <ul>
            {rows.map((friend) => (
              <FriendRow key={friend.user} friend={friend} isCurrent={friend.user === current} />
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}

interface TagFilterProps {
  readonly tags: readonly string[];
  readonly chosen: string;
  readonly choose: (tag: string) => void;
}

function TagFilter({ tags, chosen, choose }: TagFilterProps) {
  return (
    <fieldset className="chips">
      <legend className="only-read">{t('contact.filter')}</legend>
      {tags.map((tag) => (
        <button
          key={tag}
          type="button"
          className="chip"
          aria-pressed={tag === chosen}
          onClick={() => choose(tag === chosen ? '' : tag)}
        >
          <bdi>{tag}</bdi>
        </button>
      ))}
    </fieldset>
  );
}

function FriendRow({ friend, isCurrent }: { friend: Contact; isCurrent: boolean }) {
  const { name } = useNames();
  const isOnline = useOnline(friend.user);
  return (
    <li>
      <Link
        href={`/contacts/${friend.user}`}
        className="entry"
        aria-current={isCurrent ? 'page' : undefined}
      >
        <Avatar id={friend.user} name={name(friend.user)} size="small" here={isOnline} />
        <span className="entry-text">
          <bdi>{name(friend.user)}</bdi>
          {friend.tags.length > 0 && <span className="quiet">{friend.tags.join(' · ')}</span>}
        </span>
        {isOnline && <span className="only-read">{t('list.online')}</span>}
      </Link>
    </li>
  );
}
