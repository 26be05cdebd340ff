// The tab of games: what one can play and who waits for somebody, and one game with the chat beside it.
import { useState } from 'react';
import { ListHead } from '../components/list-head.tsx';
import { Menu } from '../components/menu.tsx';
import { Nothing, Panes } from '../components/panes.tsx';
import { Icon } from '../components/icon.tsx';
import { usePageTitle } from '../state/use-page-title.ts';
import { t } from '../strings.ts';
import { CodeDialog } from './code-dialog.tsx';
import { CreateGameDialog } from './create-game-dialog.tsx';
import { GameScreen } from './game-screen.tsx';
import { InvitedScreen } from './invited-screen.tsx';
import { LobbyList } from './lobby-list.tsx';
import { useLobby } from './use-lobby.ts';
import './texts.ts';
import '../style/cards.css';
import '../style/games.css';

interface GamesScreenProps {
  readonly pane: 'list' | 'game' | 'invited';
  readonly id?: string;
}

export default function GamesScreen({ pane, id = '' }: GamesScreenProps) {
  const lobby = useLobby();
  const [dialog, setDialog] = useState<'create' | 'code'>();
  const close = () => setDialog(undefined);
  usePageTitle(t('tab.games'));
  return (
    <>
      <Panes
        showing={pane === 'list' ? 'list' : 'content'}
        label={t('tab.games')}
        list={
          <>
            <ListHead title={t('tab.games')} isMain={pane === 'list'}>
              <Menu id="new-game" label={t('game.new')} icon="plus">
                <button type="button" onClick={() => setDialog('create')}>
                  <Icon name="plus" />
                  {t('game.create')}
                </button>
                <button type="button" onClick={() => setDialog('code')}>
                  <Icon name="link" />
                  {t('game.byCode')}
                </button>
              </Menu>
            </ListHead>
            <LobbyList lobby={lobby} current={id} />
          </>
        }
        content={
          <>
            {pane === 'list' && <Nothing title={t('game.none')} hint={t('game.noneHint')} />}
            {pane === 'game' && <GameScreen key={id} id={id} />}
            {pane === 'invited' && <InvitedScreen key={id} code={id} />}
          </>
        }
      />
      {dialog === 'create' && <CreateGameDialog types={lobby.types ?? []} close={close} />}
      {dialog === 'code' && <CodeDialog close={close} />}
    </>
  );
}
