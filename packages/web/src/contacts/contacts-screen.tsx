// The tab of contacts: friends, requests and blocked people at the left, one of them at the right.
import { useState } from 'react';
import { Icon } from '../components/icon.tsx';
import { ListHead } from '../components/list-head.tsx';
import { Nothing, Panes } from '../components/panes.tsx';
import { usePageTitle } from '../state/use-page-title.ts';
import { t } from '../strings.ts';
import '../moments/texts.ts';
import { BlockedScreen } from './blocked-screen.tsx';
import { ContactList } from './contact-list.tsx';
import { FindDialog } from './find-dialog.tsx';
import { ProfileScreen } from './profile-screen.tsx';
import { RequestsScreen } from './requests-screen.tsx';
import '../style/contacts.css';

interface ContactsScreenProps {
  readonly pane: 'list' | 'requests' | 'blocked' | 'profile';
  readonly id?: string;
}

export default function ContactsScreen({ pane, id = '' }: ContactsScreenProps) {
  const [isFinding, setFinding] = useState(false);
  usePageTitle(t('tab.contacts'));
  return (
    <>
      <Panes
        showing={pane === 'list' ? 'list' : 'content'}
        label={t('tab.contacts')}
        list={
          <>
            <ListHead title={t('tab.contacts')} isMain={pane === 'list'}>
              <button
                type="button"
                className="icon-button"
                aria-label={t('contact.find')}
                onClick={() => setFinding(true)}
              >
                <Icon name="plus" />
              </button>
            </ListHead>
            <ContactList current={id} pane={pane} find={() => setFinding(true)} />
          </>
        }
        content={
          <>
            {pane === 'list' && <Nothing title={t('contact.none')} hint={t('contact.noneHint')} />}
            {pane === 'requests' && <RequestsScreen />}
            {pane === 'blocked' && <BlockedScreen />}
            {pane === 'profile' && <ProfileScreen key={id} id={id} />}
          </>
        }
      />
      {isFinding && <FindDialog close={() => setFinding(false)} />}
    </>
  );
}
