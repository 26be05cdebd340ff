import { Link } from 'wouter';
import { Avatar } from '../components/avatar.tsx';
import { BackLink } from '../components/back-link.tsx';
import { Problem } from '../components/form.tsx';
import { useTask } from '../components/use-task.ts';
import { useClient } from '../state/app-state.ts';
import { useRelations } from '../state/use-contacts.ts';
import { useNames } from '../state/use-client-state.ts';
import { t } from '../strings.ts';
import { unblock } from '../actions/contacts.ts';

export function BlockedScreen() {
  const client = useClient();
  const { blocked } = useRelations();
  const { name } = useNames();
  const task = useTask();
  return (
    <main className="people-screen">
      <header className="pane-head">
        <BackLink to="/contacts" />
        <h1>{t('contact.blocked')}</h1>
      </header>
      <div className="column">
        {blocked.length === 0 && <p className="quiet">{t('contact.noneBlocked')}</p>}
        <ul>
          {blocked.map(({ user }) => (
            <li key={user} className="person">
              <Avatar id={user} name={name(user)} />
              <div className="person-text">
                <Link href={`/contacts/${user}`} className="person-name">
                  <bdi>{name(user)}</bdi>
                </Link>
              </div>
              <button
                type="button"
                className="button"
                disabled={task.busy}
                aria-label={t('contact.unblockLabel', { name: name(user) })}
                onClick={() => task.run(() => unblock(client, user))}
              >
                {t('contact.unblock')}
              </button>
            </li>
          ))}
        </ul>
        <Problem text={task.problem} />
      </div>
    </main>
  );
}
