import type { Game, GameType } from '@hubbub/protocol';
import { Game_State } from '@hubbub/protocol';
import { Link, useLocation } from 'wouter';
import { Problem } from '../components/form.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { useTask } from '../components/use-task.ts';
import { useAppState } from '../state/app-state.ts';
import { useNames } from '../state/use-client-state.ts';
import { t } from '../strings.ts';
import { GameSign } from './game-sign.tsx';
import type { Lobby } from './use-lobby.ts';
import { useGames } from './use-seat.ts';
import { listOf } from '../format/list.ts';
import { gameHint, gameName } from './views.ts';

interface LobbyListProps {
  readonly lobby: Lobby;
  readonly current: string;
}

export function LobbyList({ lobby: { types, mine, open }, current }: LobbyListProps) {
  return (
    <div className="lobby">
      {types === undefined && <Skeleton />}
      {types?.length === 0 && <p className="quiet lobby-note">{t('game.noTypes')}</p>}
      {mine.length > 0 && (
        <section aria-labelledby="mine">
          <h2 id="mine">{t('game.mine')}</h2>
          <ul>
            {mine.map((game) => (
              <MyGame key={game.id} game={game} isCurrent={game.id === current} />
            ))}
          </ul>
        </section>
      )}
      {types !== undefined && types.length > 0 && (
        <section aria-labelledby="play">
          <h2 id="play">{t('game.play')}</h2>
          <ul>
            {types.map((type) => (
              <Type key={type.type} type={type} />
            ))}
          </ul>
        </section>
      )}
      {types !== undefined && types.length > 0 && (
        <section aria-labelledby="open">
          <h2 id="open">{t('game.open')}</h2>
          {open.length === 0 && <p className="quiet lobby-note">{t('game.noneOpen')}</p>}
          <ul>
            {open.map((game) => (
              <OpenGame key={game.id} game={game} />
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function MyGame({ game, isCurrent }: { game: Game; isCurrent: boolean }) {
  return (
    <li>
      <Link
        href={`/games/${game.id}`}
        className="lobby-row lobby-link"
        aria-current={isCurrent ? 'page' : undefined}
      >
        <GameSign type={game.type} />
        <span className="lobby-text">
          <span className="lobby-name">{gameName(game.type)}</span>
          <span className="quiet">
            {t(game.state === Game_State.RUNNING ? 'game.running' : 'game.waiting')}
            {' · '}
            {seatsText(game)}
          </span>
        </span>
      </Link>
    </li>
  );
}

function Type({ type }: { type: GameType }) {
  const games = useGames();
  const { seats } = useAppState();
  const [, navigate] = useLocation();
  const task = useTask();
  const name = gameName(type.type);
  const play = () =>
    task.run(async () => {
      const seat = await games.joinOrCreate(type.type);
      seats.keep(seat);
      navigate(`/games/${seat.id}`);
    });
  return (
    <li className="lobby-row">
      <GameSign type={type.type} />
      <span className="lobby-text">
        <span className="lobby-name">{name}</span>
        <span className="quiet">{gameHint(type.type)}</span>
        <Problem text={task.problem} />
      </span>
      <button
        type="button"
        className="button button-main"
        aria-label={t('game.playNowLabel', { name })}
        disabled={task.busy}
        onClick={play}
      >
        {t('game.playNow')}
      </button>
    </li>
  );
}

function OpenGame({ game }: { game: Game }) {
  const games = useGames();
  const { seats } = useAppState();
  const { name: nameOf } = useNames();
  const [, navigate] = useLocation();
  const task = useTask();
  const names = listOf(game.seats.map(({ user }) => nameOf(user)));
  const join = () =>
    task.run(async () => {
      seats.keep(await games.join({ game: game.id }));
      navigate(`/games/${game.id}`);
    });
  return (
    <li className="lobby-row">
      <GameSign type={game.type} />
      <span className="lobby-text">
        <span className="lobby-name">{gameName(game.type)}</span>
        <span className="quiet">
          <bdi>{names}</bdi> · {seatsText(game)}
        </span>
        <Problem text={task.problem} />
      </span>
      <button
        type="button"
        className="button"
        aria-label={t('game.joinLabel', { name: gameName(game.type), names })}
        disabled={task.busy}
        onClick={join}
      >
        {t('game.join')}
      </button>
    </li>
  );
}

function seatsText({ seats, maxSeats }: Game): string {
  return t('game.seats', { taken: seats.length, most: maxSeats ?? seats.length });
}
