import { useLocation } from 'wouter';
import { TextDialog } from '../components/text-dialog.tsx';
import { useAppState } from '../state/app-state.ts';
import { t } from '../strings.ts';
import { useGames } from './use-seat.ts';

export function CodeDialog({ close }: { close: () => void }) {
  const games = useGames();
  const { seats } = useAppState();
  const [, navigate] = useLocation();
  const join = async (code: string) => {
    const seat = await games.join({ code: code.toUpperCase() });
    seats.keep(seat);
    close();
    navigate(`/games/${seat.id}`);
  };
  return (
    <TextDialog
      title={t('game.byCode')}
      label={t('game.code')}
      hint={t('game.codeHint')}
      action={t('game.join')}
      input={{
        maxLength: 64,
        autoComplete: 'off',
        autoCapitalize: 'characters',
        spellCheck: false,
      }}
      run={join}
      close={close}
    />
  );
}
