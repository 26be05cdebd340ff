// Crazy eights: the table above, one's own hand below. Cards are buttons; what others do is said aloud.
import type { GameSeat } from '@hubbub/client';
import { useEffect, useRef, useState } from 'react';
import { useAppState } from '../state/app-state.ts';
import { t } from '../strings.ts';
import { CardFace, cardName } from './card-face.tsx';
import { fits, inOrder, rankOf, signOf, suitKey } from './cards.ts';
import type { Card, EightsMessage, EightsShape, EightsState } from './shapes.ts';
import { SuitDialog } from './suit-dialog.tsx';
import { useGameState, useOwnState } from './use-seat.ts';
import { seatAs, type GameViewProps } from './view-props.ts';

export function EightsView({ seat: anySeat, nameOf }: GameViewProps) {
  const seat = seatAs<EightsShape>(anySeat);
  const state = useGameState(seat);
  const hand = useOwnState(seat)?.hand ?? [];
  const [eight, setEight] = useState<Card>();
  const problem = useTold(seat, nameOf);
  if (!state) return <output className="quiet">{t('app.loading')}</output>;
  const play = (card: Card) => {
    if (rankOf(card) === '8') setEight(card);
    else seat.send({ play: card });
  };
  return (
    <div className="eights">
      <Players seat={seat} state={state} nameOf={nameOf} />
      <output className="eights-turn">{turnText({ seat, state, nameOf })}</output>
      {state.phase === 'waiting' ? (
        <button
          type="button"
          className="button button-main eights-start"
          disabled={seat.game.seats.length < 2}
          onClick={() => seat.send({ start: true })}
        >
          {t('eights.start')}
        </button>
      ) : (
        <Middle seat={seat} state={state} />
      )}
      <p role="alert" className="eights-problem">
        {problem}
      </p>
      <Hand seat={seat} state={state} hand={hand} play={play} />
      {eight && (
        <SuitDialog
          choose={(suit) => {
            seat.send({ play: eight, suit });
            setEight(undefined);
          }}
          close={() => setEight(undefined)}
        />
      )}
    </div>
  );
}

interface TableProps {
  readonly seat: GameSeat<EightsShape>;
  readonly state: EightsState;
}

interface PlayersProps extends TableProps {
  readonly nameOf: (seat: number) => string;
}

function Players({ seat, state, nameOf }: PlayersProps) {
  return (
    <ul className="eights-players" aria-label={t('game.players')}>
      {Object.entries(state.hands).map(([number, count]) => (
        <li
          key={number}
          className={Number(number) === state.turn ? 'eights-player-turn' : ''}
          aria-current={Number(number) === state.turn ? 'step' : undefined}
        >
          <bdi>{Number(number) === seat.number ? t('game.you') : nameOf(Number(number))}</bdi>
          <span className="quiet">{t('eights.cards', { count })}</span>
        </li>
      ))}
    </ul>
  );
}

function turnText({ seat, state, nameOf }: PlayersProps): string {
  if (state.phase === 'over' || state.turn === null) {
    return state.phase === 'waiting' ? t('eights.waiting') : '';
  }
  if (state.turn === seat.number) return t('eights.yourTurn');
  return t('eights.turn', { name: nameOf(state.turn) });
}

function Middle({ seat, state }: TableProps) {
  const isMine = state.turn === seat.number && state.phase === 'playing';
  return (
    <div className="eights-middle">
      <button
        type="button"
        className="playing-card card-back"
        disabled={!isMine}
        onClick={() => seat.send({ draw: true })}
      >
        <span>{t('eights.draw')}</span>
        <span className="card-count">{t('eights.stock', { count: state.stock })}</span>
      </button>
      {state.top && (
        <p className="eights-top">
          <span className="only-read">{t('eights.top', { card: cardName(state.top) })}</span>
          <CardFace card={state.top} />
        </p>
      )}
      {state.suit && (
        <p className="eights-suit">
          <span className={`suit suit-${state.suit}`} aria-hidden="true">
            {signOf(state.suit)}
          </span>
          {t('eights.follow', { suit: t(suitKey(state.suit)) })}
        </p>
      )}
    </div>
  );
}

interface HandProps extends TableProps {
  readonly hand: readonly Card[];
  readonly play: (card: Card) => void;
}

function Hand({ seat, state, hand, play }: HandProps) {
  const isMine = state.turn === seat.number && state.phase === 'playing';
  if (hand.length === 0) return null;
  return (
    <section aria-label={t('eights.hand')} className="eights-hand">
      <ul>
        {inOrder(hand).map((card) => {
          const isPlayable = isMine && fits(card, state);
          return (
            <li key={card}>
              <button
                type="button"
                className="playing-card"
                aria-disabled={!isPlayable}
                onClick={() => isPlayable && play(card)}
              >
                <span className="only-read">{t('eights.play', { card: cardName(card) })}</span>
                <CardFace card={card} />
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Says aloud what was done; returns why one's own move was refused. */
function useTold(seat: GameSeat<EightsShape>, nameOf: (seat: number) => string): string {
  const { announcer } = useAppState();
  const [problem, setProblem] = useState('');
  const newest = useRef(nameOf);
  useEffect(() => {
    newest.current = nameOf;
  }, [nameOf]);
  useEffect(
    () =>
      seat.on('message', (message) => {
        setProblem('refused' in message ? t(`eights.refused.${message.refused}`) : '');
        const text = saidOf(message, newest.current);
        if (text) announcer.say(text);
      }),
    [seat, announcer],
  );
  return problem;
}

function saidOf(message: EightsMessage, nameOf: (seat: number) => string): string | undefined {
  if ('drew' in message) return t('eights.drew', { name: nameOf(message.drew) });
  if (!('played' in message)) return undefined;
  const values = { name: nameOf(message.seat), card: cardName(message.played) };
  if (!message.suit) return t('eights.played', values);
  return t('eights.playedSuit', { ...values, suit: t(suitKey(message.suit)) });
}
