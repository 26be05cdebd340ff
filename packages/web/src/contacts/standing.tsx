import { Contact_Request, type Contact } from '@hubbub/protocol';
import { useState } from 'react';
import { Icon } from '../components/icon.tsx';
import { t } from '../strings.ts';
import { Answer } from './answer.tsx';
import { RequestDialog } from '../components/request-dialog.tsx';

interface StandingProps {
  readonly id: string;
  readonly contact: Contact | undefined;
}

/** What is between the two, short of being friends, and the next step. */
export function Standing({ id, contact }: StandingProps) {
  const [isAsking, setAsking] = useState(false);
  if (contact?.blocked) return <p className="standing">{t('contact.isBlocked')}</p>;
  if (contact?.friend) return null;
  if (contact?.request === Contact_Request.RECEIVED) {
    return (
      <div className="standing">
        <p>{t('contact.hasAsked')}</p>
        {contact.text && <p className="person-said">{contact.text}</p>}
        <Answer user={id} />
      </div>
    );
  }
  if (contact?.request === Contact_Request.SENT)
    return <p className="standing">{t('contact.isSent')}</p>;
  return (
    <div className="standing">
      <button type="button" className="button button-main" onClick={() => setAsking(true)}>
        <Icon name="plus" />
        {t('contact.add')}
      </button>
      {isAsking && <RequestDialog id={id} close={() => setAsking(false)} />}
    </div>
  );
}
