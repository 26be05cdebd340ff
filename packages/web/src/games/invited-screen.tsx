import { useEffect, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { failureText } from '../actions/failure.ts';
import { Problem } from '../components/form.tsx';
import { useAppState } from '../state/app-state.ts';
import { useSession } from '../state/use-session.ts';
import { t } from '../strings.ts';
import { useGames } from './use-seat.ts';

/** Where a link with a code leads: into the game, or to why not. */
export function InvitedScreen({ code }: { code: string }) {
  const games = useGames();
  const { seats } = useAppState();
  const { status } = useSession();
  const [, navigate] = useLocation();
  const [problem, setProblem] = useState('');
  useEffect(() => {
    if (status !== 'online') return;
    games.join({ code }).then(
      (seat) => {
        seats.keep(seat);
        navigate(`/games/${seat.id}`, { replace: true });
      },
      (error: unknown) => setProblem(failureText(error)),
    );
  }, [games, seats, code, status, navigate]);
  return (
    <main className="nothing">
      <h1>{t('game.invited')}</h1>
      {problem ? <Problem text={problem} /> : <output>{t('app.loading')}</output>}
      <Link href="/games" className="button back-link">
        {t('tab.games')}
      </Link>
    </main>
  );
}
