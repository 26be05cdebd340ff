import type { GameSeat } from '@hubbub/client';
import { Game_State, type Game } from '@hubbub/protocol';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { Avatar } from '../components/avatar.tsx';
import { BackLink } from '../components/back-link.tsx';
import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { Icon } from '../components/icon.tsx';
import { useAppState } from '../state/app-state.ts';
import { useNarrow } from '../state/use-narrow.ts';
import { useNames } from '../state/use-client-state.ts';
import { t } from '../strings.ts';
import { InviteDialog } from './invite-dialog.tsx';
import { gameName } from './views.ts';

interface GameHeadProps {
  readonly game: Game;
  readonly seat: GameSeat | undefined;
}

/** What it is, who sits there and who of them is here, inviting and leaving. */
export function GameHead({ game, seat }: GameHeadProps) {
  const [dialog, setDialog] = useState<'invite' | 'leave'>();
  const close = () => setDialog(undefined);
  const isNarrow = useNarrow();
  const heading = useRef<HTMLHeadingElement>(null);
  // What had the focus is gone when the pane changes; reading goes on from here.
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus();
  }, []);
  const isOver = game.state === Game_State.ENDED;
  return (
    <header className="pane-head game-head">
      <BackLink to="/games" />
      <div className="pane-title">
        <h1 ref={heading} tabIndex={-1}>
          {gameName(game.type)}
        </h1>
      </div>
      <Seats game={game} />
      {seat && !isOver && (
        <>
          <button
            type="button"
            className={isNarrow ? 'icon-button' : 'button'}
            onClick={() => setDialog('invite')}
          >
            <Icon name="link" />
            <span className={isNarrow ? 'only-read' : ''}>{t('game.invite')}</span>
          </button>
          <button
            type="button"
            className="icon-button"
            aria-label={t('game.leave')}
            onClick={() => setDialog('leave')}
          >
            <Icon name="leave" />
          </button>
        </>
      )}
      {dialog === 'invite' && <InviteDialog game={game} close={close} />}
      {dialog === 'leave' && seat && <LeaveDialog seat={seat} close={close} />}
    </header>
  );
}

function Seats({ game }: { game: Game }) {
  const { name } = useNames();
  const free = Math.max(0, (game.maxSeats ?? 0) - game.seats.length);
  return (
    <ul className="seats" aria-label={t('game.players')}>
      {game.seats.map(({ user, connected }) => (
        <li key={user} title={name(user)} className={connected ? '' : 'seat-away'}>
          <Avatar id={user} name={name(user)} size="small" here={connected} />
          <span className="only-read">
            {t(connected ? 'game.here' : 'game.away', { name: name(user) })}
          </span>
        </li>
      ))}
      {free > 0 && <li className="quiet seats-free">{t('game.free', { count: free })}</li>}
    </ul>
  );
}

function LeaveDialog({ seat, close }: { seat: GameSeat; close: () => void }) {
  const { seats } = useAppState();
  const [, navigate] = useLocation();
  const leave = async () => {
    await seat.leave();
    seats.forget(seat.id);
    navigate('/games', { replace: true });
  };
  return (
    <ConfirmDialog
      title={t('game.leaveTitle')}
      text={t('game.leaveText')}
      action={t('game.leave')}
      run={leave}
      close={close}
    />
  );
}
