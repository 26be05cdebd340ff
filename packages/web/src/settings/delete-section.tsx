import { useState } from 'react';
import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { useAppState } from '../state/app-state.ts';
import { t, type StringKey } from '../strings.ts';
import { useFresh } from './fresh.tsx';
import { Card, SectionFrame } from './section.tsx';

const goes: readonly StringKey[] = [
  'deletion.goesLogin',
  'deletion.goesShared',
  'deletion.goesOwned',
];
const stays: readonly StringKey[] = ['deletion.staysSaid', 'deletion.staysName'];

export function DeleteSection() {
  const [isAsking, setAsking] = useState(false);
  return (
    <SectionFrame title={t('deletion.title')} intro={t('deletion.intro')}>
      <Card title={t('deletion.goes')}>
        <Points keys={goes} />
      </Card>
      <Card title={t('deletion.stays')}>
        <Points keys={stays} />
      </Card>
      <button type="button" className="button button-danger" onClick={() => setAsking(true)}>
        {t('deletion.action')}
      </button>
      {isAsking && <DeleteDialog close={() => setAsking(false)} />}
    </SectionFrame>
  );
}

function Points({ keys }: { keys: readonly StringKey[] }) {
  return (
    <ul className="points">
      {keys.map((key) => (
        <li key={key}>{t(key)}</li>
      ))}
    </ul>
  );
}

function DeleteDialog({ close }: { close: () => void }) {
  const { client, session } = useAppState();
  const fresh = useFresh();
  const run = async () => {
    await fresh.ask();
    await fresh.run(() => client.call('account.delete', {}));
    session.getState().leave();
    // The login is gone already; what the device still keeps of it goes with this.
    await client.logOut().catch(() => undefined);
  };
  return (
    <ConfirmDialog
      title={t('deletion.sure')}
      text={t('deletion.sureText')}
      action={t('deletion.action')}
      run={run}
      close={close}
    />
  );
}
