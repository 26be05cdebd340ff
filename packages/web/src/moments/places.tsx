import { Link } from 'wouter';
import { Avatar } from '../components/avatar.tsx';
import { ListEntry } from '../components/list-entry.tsx';
import { ListHead } from '../components/list-head.tsx';
import { useRelations } from '../state/use-contacts.ts';
import { useNames } from '../state/use-client-state.ts';
import { useMomentNews } from '../state/use-moment-news.ts';
import { useMe } from '../state/use-session.ts';
import { compareNames } from '../format/list.ts';
import { t } from '../strings.ts';

/** Beside the column on a wide screen: all, one's own, notices, and every contact's album. */
export function Places({ pane, current }: { pane: string; current: string }) {
  const me = useMe();
  const news = useMomentNews();
  const { friends } = useRelations();
  const { name } = useNames();
  const sorted = friends.toSorted((a, b) => compareNames(name(a.user), name(b.user)));
  return (
    <>
      <ListHead title={t('tab.moments')} isMain={false} />
      <nav className="entries" aria-label={t('moment.places')}>
        <ul>
          <ListEntry
            path="/moments"
            icon="moments"
            text={t('moment.all')}
            isCurrent={pane === 'timeline'}
          />
          <ListEntry
            path={`/moments/${me.id}`}
            icon="image"
            text={t('moment.mine')}
            isCurrent={pane === 'album' && current === me.id}
          />
          <ListEntry
            path="/moments/notices"
            icon="bell"
            text={t('moment.notices')}
            isCurrent={pane === 'notices'}
            {...(!news.isOnlyDot && { news })}
          />
          {sorted.map(({ user }) => (
            <li key={user}>
              <Link
                href={`/moments/${user}`}
                className="entry"
                aria-current={pane === 'album' && current === user ? 'page' : undefined}
              >
                <Avatar id={user} name={name(user)} size="small" />
                <span className="entry-text">
                  <bdi>{name(user)}</bdi>
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </>
  );
}
