import { useCallback } from 'react';
import { BackLink } from '../components/back-link.tsx';
import { useClient } from '../state/app-state.ts';
import { t } from '../strings.ts';
import { Feed } from './feed.tsx';
import { useMoments, type ReadPage } from './use-moments.ts';

/** One moment, where a notice leads. */
export function MomentScreen({ id }: { id: string }) {
  const client = useClient();
  const list = useMoments(
    useCallback<ReadPage>(async () => {
      const { moment } = await client.call('moment.get', { moment: id });
      return { moments: moment ? [moment] : [], next: '' };
    }, [client, id]),
  );
  return (
    <main className="moments-screen">
      <header className="pane-head">
        <BackLink to="/moments/notices" always />
        <h1>{t('tab.moments')}</h1>
      </header>
      <div className="column">
        <Feed list={list} empty={<p className="quiet">{t('moment.goneHint')}</p>} />
      </div>
    </main>
  );
}
