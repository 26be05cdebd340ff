import type { GameSeat } from '@hubbub/client';
import { Game_State, type Game } from '@hubbub/protocol';
import { createElement, useEffect } from 'react';
import { Link, useLocation } from 'wouter';
import { Problem } from '../components/form.tsx';
import { useTask } from '../components/use-task.ts';
import { useAppState } from '../state/app-state.ts';
import { useNames } from '../state/use-client-state.ts';
import { t } from '../strings.ts';
import { GameChat } from './game-chat.tsx';
import { GameHead } from './game-head.tsx';
import { Result } from './result.tsx';
import { useGames, useTable } from './use-seat.ts';
import { gameName, viewOf } from './views.ts';

/** A game and its chat: beside it, on a phone below it. */
export function GameScreen({ id }: { id: string }) {
  const { game, seat, problem } = useTable(id);
  const { announcer } = useAppState();
  const isOver = game?.state === Game_State.ENDED;
  useEffect(() => {
    if (isOver) announcer.say(t('game.over'));
  }, [announcer, isOver]);
  if (!game) {
    return (
      <main className="nothing">
        <h1>{problem ? t('game.gone') : t('tab.games')}</h1>
        {problem ? <Problem text={problem} /> : <output>{t('app.loading')}</output>}
        <Link href="/games" className="button back-link">
          {t('tab.games')}
        </Link>
      </main>
    );
  }
  const name = gameName(game.type);
  return (
    <div className={`game-screen ${game.conversation ? '' : 'game-alone'}`}>
      <main className="game-main" aria-label={name}>
        <GameHead game={game} seat={seat} />
        <div className="game-table">
          {seat && !isOver && <Table game={game} seat={seat} />}
          {!seat && !isOver && <Outside game={game} />}
          {isOver && <Result game={game} />}
        </div>
      </main>
      {game.conversation && <GameChat id={game.conversation} />}
    </div>
  );
}

function Table({ game, seat }: { game: Game; seat: GameSeat }) {
  const { name } = useNames();
  const nameOf = (number: number) => {
    const taken = seat.game.seats.find((one) => (one.number ?? 0) === number);
    return taken ? name(taken.user) : t('game.freeSeat');
  };
  return createElement(viewOf(game.type), { seat, nameOf });
}

/** The seat is another's, or another device's by now. */
function Outside({ game }: { game: Game }) {
  const games = useGames();
  const { seats } = useAppState();
  const task = useTask();
  const [, navigate] = useLocation();
  const join = () =>
    task.run(async () => {
      const seat = await games.join({ game: game.id });
      seats.keep(seat);
      navigate(`/games/${seat.id}`, { replace: true });
    });
  return (
    <div className="game-outside">
      <p>{t('game.outside')}</p>
      <button type="button" className="button button-main" disabled={task.busy} onClick={join}>
        {t('game.join')}
      </button>
      <Problem text={task.problem} />
    </div>
  );
}
