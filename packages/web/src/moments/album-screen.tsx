import { useCallback } from 'react';
import { BackLink } from '../components/back-link.tsx';
import { useClient } from '../state/app-state.ts';
import { useNames } from '../state/use-client-state.ts';
import { useMe } from '../state/use-session.ts';
import { t } from '../strings.ts';
import { Feed } from './feed.tsx';
import { useMoments, type ReadPage } from './use-moments.ts';

/** The moments of one person, as far as the user may see them. */
export function AlbumScreen({ id, write }: { id: string; write: () => void }) {
  const client = useClient();
  const me = useMe();
  const { name } = useNames();
  const list = useMoments(
    useCallback<ReadPage>(
      (before) => client.call('moment.album', { user: id, before }),
      [client, id],
    ),
  );
  const isMine = id === me.id;
  return (
    <main className="moments-screen">
      <header className="pane-head">
        <BackLink to="/moments" />
        <h1>{isMine ? t('moment.mine') : t('moment.albumOf', { name: name(id) })}</h1>
        {isMine && (
          <button type="button" className="button pane-action" onClick={write}>
            {t('moment.write')}
          </button>
        )}
      </header>
      <div className="column">
        <Feed list={list} empty={<p className="quiet">{t('moment.emptyAlbum')}</p>} />
      </div>
    </main>
  );
}
