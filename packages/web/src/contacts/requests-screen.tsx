import type { Contact } from '@hubbub/protocol';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Avatar } from '../components/avatar.tsx';
import { BackLink } from '../components/back-link.tsx';
import { formatBrief, toDate } from '../format/time.ts';
import { useRelations } from '../state/use-contacts.ts';
import { useNames } from '../state/use-client-state.ts';
import { t } from '../strings.ts';
import { Answer } from './answer.tsx';

export function RequestsScreen() {
  const { received, sent } = useRelations();
  return (
    <main className="people-screen">
      <header className="pane-head">
        <BackLink to="/contacts" />
        <h1>{t('contact.requests')}</h1>
      </header>
      <div className="column">
        <section aria-labelledby="received">
          <h2 id="received">{t('contact.received')}</h2>
          {received.length === 0 && <p className="quiet">{t('contact.noneReceived')}</p>}
          <ul>
            {received.map((contact) => (
              <Row key={contact.user} contact={contact}>
                <Answer user={contact.user} />
              </Row>
            ))}
          </ul>
        </section>
        {sent.length > 0 && (
          <section aria-labelledby="sent">
            <h2 id="sent">{t('contact.sent')}</h2>
            <ul>
              {sent.map((contact) => (
                <Row key={contact.user} contact={contact} />
              ))}
            </ul>
          </section>
        )}
      </div>
    </main>
  );
}

function Row({ contact, children }: { contact: Contact; children?: ReactNode }) {
  const { name, user } = useNames();
  const at = contact.requestedAt && toDate(contact.requestedAt);
  return (
    <li className="person">
      <Avatar id={contact.user} name={name(contact.user)} />
      <div className="person-text">
        <Link href={`/contacts/${contact.user}`} className="person-name">
          <bdi>{name(contact.user)}</bdi>
        </Link>
        <span className="quiet">
          <bdi>@{user(contact.user)?.username}</bdi>
          {at && ` · ${formatBrief(at)}`}
        </span>
        {contact.text && <p className="person-said">{contact.text}</p>}
      </div>
      {children}
    </li>
  );
}
