// The tab of moments: what contacts have posted, in a column; the places of the tab beside it.
import { useState } from 'react';
import { Panes } from '../components/panes.tsx';
import { usePageTitle } from '../state/use-page-title.ts';
import { t } from '../strings.ts';
import { AlbumScreen } from './album-screen.tsx';
import { ComposeDialog } from './compose-dialog.tsx';
import { MomentScreen } from './moment-screen.tsx';
import { NoticesScreen } from './notices-screen.tsx';
import { Places } from './places.tsx';
import { TimelineScreen } from './timeline-screen.tsx';
import './texts.ts';
import '../style/moments.css';

interface MomentsScreenProps {
  readonly pane: 'timeline' | 'album' | 'notices' | 'moment';
  readonly id?: string;
}

export default function MomentsScreen({ pane, id = '' }: MomentsScreenProps) {
  const [isWriting, setWriting] = useState(false);
  // Rises with every moment the user has posted: the lists read again.
  const [posted, setPosted] = useState(0);
  const write = () => setWriting(true);
  usePageTitle(t('tab.moments'));
  return (
    <>
      <Panes
        showing="content"
        label={t('moment.places')}
        list={<Places pane={pane} current={id} />}
        content={
          <>
            {pane === 'timeline' && <TimelineScreen key={posted} write={write} />}
            {pane === 'album' && <AlbumScreen key={`${id} ${posted}`} id={id} write={write} />}
            {pane === 'notices' && <NoticesScreen />}
            {pane === 'moment' && <MomentScreen key={id} id={id} />}
          </>
        }
      />
      {isWriting && (
        <ComposeDialog close={() => setWriting(false)} posted={() => setPosted(posted + 1)} />
      )}
    </>
  );
}
