import type { GameType } from '@hubbub/protocol';
import type { FormEvent } from 'react';
import { useLocation } from 'wouter';
import { Dialog } from '../components/dialog.tsx';
import { DialogActions, Problem, textOf } from '../components/form.tsx';
import { useTask } from '../components/use-task.ts';
import { useAppState } from '../state/app-state.ts';
import { t } from '../strings.ts';
import { useGames } from './use-seat.ts';
import { gameHint, gameName } from './views.ts';

interface CreateGameDialogProps {
  readonly types: readonly GameType[];
  readonly close: () => void;
}

export function CreateGameDialog({ types, close }: CreateGameDialogProps) {
  const games = useGames();
  const { seats } = useAppState();
  const [, navigate] = useLocation();
  const task = useTask();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    task.run(async () => {
      const how = { private: form.has('private') };
      const seat = await games.create(textOf(form, 'type'), how);
      seats.keep(seat);
      close();
      navigate(`/games/${seat.id}`);
    });
  };
  return (
    <Dialog title={t('game.create')} close={close}>
      <form onSubmit={submit}>
        <fieldset className="choices">
          <legend className="only-read">{t('game.which')}</legend>
          {types.map(({ type }, at) => (
            <label key={type} className="choice">
              <input type="radio" name="type" value={type} defaultChecked={at === 0} />
              <span>
                {gameName(type)} <span className="quiet">{gameHint(type)}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <label className="check">
          <input type="checkbox" name="private" />
          {t('game.private')}
        </label>
        <Problem text={task.problem} />
        <DialogActions close={close}>
          <button type="submit" className="button button-main" disabled={task.busy}>
            {t('game.create')}
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
