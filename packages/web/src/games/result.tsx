import { Game_End, type Game } from '@hubbub/protocol';
import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { Problem } from '../components/form.tsx';
import { useTask } from '../components/use-task.ts';
import { useAppState } from '../state/app-state.ts';
import { useNames } from '../state/use-client-state.ts';
import { useMe } from '../state/use-session.ts';
import { t, type StringKey } from '../strings.ts';
import { useGames } from './use-seat.ts';
import { winnerOf } from './winner.ts';

const reasons: Partial<Record<Game_End, StringKey>> = {
  [Game_End.ABANDONED]: 'game.abandoned',
  [Game_End.FAILED]: 'game.failed',
  [Game_End.STUCK]: 'game.failed',
  [Game_End.FLOODED]: 'game.failed',
  [Game_End.STOPPED]: 'game.stopped',
};

export function Result({ game }: { game: Game }) {
  const games = useGames();
  const { seats } = useAppState();
  const [, navigate] = useLocation();
  const task = useTask();
  const heading = useRef<HTMLHeadingElement>(null);
  const text = useResultText(game);
  useEffect(() => heading.current?.focus(), []);
  const again = () =>
    task.run(async () => {
      const next = game.private
        ? await games.create(game.type, { private: true })
        : await games.joinOrCreate(game.type);
      seats.keep(next);
      navigate(`/games/${next.id}`);
    });
  return (
    <div className="game-result">
      <h2 ref={heading} tabIndex={-1}>
        {t('game.over')}
      </h2>
      <p>{text}</p>
      <button type="button" className="button button-main" disabled={task.busy} onClick={again}>
        {t('game.again')}
      </button>
      <Problem text={task.problem} />
    </div>
  );
}

function useResultText(game: Game): string {
  const me = useMe();
  const { name } = useNames();
  const reason = reasons[game.end];
  if (reason) return t(reason);
  const winner = winnerOf(game);
  if (winner === undefined) return t('game.noWinner');
  return winner === me.id ? t('game.youWon') : t('game.won', { name: name(winner) });
}
