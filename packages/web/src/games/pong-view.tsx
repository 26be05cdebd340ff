// Pong: drawn on a canvas sixty times a second from states that come twenty times; keyboard, mouse or finger. What the
// canvas shows is said beside it.
import type { GameSeat } from '@hubbub/client';
import { useEffect, useRef, useState } from 'react';
import { useAppState } from '../state/app-state.ts';
import { t } from '../strings.ts';
import { useSteering } from './pong-steering.ts';
import { drawField } from './pong-draw.ts';
import { Motion } from './motion.ts';
import type { PongShape, PongState } from './shapes.ts';
import { seatAs, type GameViewProps } from './view-props.ts';

export function PongView({ seat: anySeat, nameOf }: GameViewProps) {
  const seat = seatAs<PongShape>(anySeat);
  const canvas = useRef<HTMLCanvasElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const table = useTableOf(seat);
  useDrawing(seat, canvas);
  useSteering(seat, place);
  useAnnouncedPoints(seat, nameOf);
  return (
    <div className="pong">
      <Score seat={seat} table={table} nameOf={nameOf} />
      <div
        ref={place}
        className="pong-field"
        role="application"
        aria-label={t('pong.label')}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it takes the keys
        tabIndex={0}
      >
        <canvas ref={canvas} aria-hidden="true" />
        {table?.phase !== 'playing' && table?.phase !== 'over' && (
          <p className="pong-word">
            {t(table?.phase === 'paused' ? 'pong.paused' : 'pong.waiting')}
          </p>
        )}
      </div>
      <p className="hint">{t('pong.hint')}</p>
    </div>
  );
}

interface ScoreProps {
  readonly seat: GameSeat<PongShape>;
  readonly table: Table | undefined;
  readonly nameOf: (seat: number) => string;
}

function Score({ seat, table, nameOf }: ScoreProps) {
  return (
    <ol className="pong-score">
      {[0, 1].map((number) => (
        <li key={number} className={number === seat.number ? 'pong-own' : ''}>
          <bdi>{nameOf(number)}</bdi> <strong>{table?.score[number] ?? 0}</strong>
        </li>
      ))}
    </ol>
  );
}

type Table = Pick<PongState, 'phase' | 'score'>;

/** What changes seldom; the ball and the paddles are the canvas' matter. */
function useTableOf(seat: GameSeat<PongShape>): Table | undefined {
  const [table, setTable] = useState<Table | undefined>(seat.state);
  useEffect(() => {
    const look = () => setTable((old) => (isSame(old, seat.state) ? old : seat.state));
    look();
    return seat.on('state', look);
  }, [seat]);
  return table;
}

function isSame(a: Table | undefined, b: Table | undefined): boolean {
  return a?.phase === b?.phase && a?.score.join() === b?.score.join();
}

function useDrawing(
  seat: GameSeat<PongShape>,
  canvas: { readonly current: HTMLCanvasElement | null },
): void {
  useEffect(() => {
    const motion = new Motion();
    const tell = () => {
      if (seat.state) motion.tell(seat.state, performance.now());
    };
    tell();
    const stop = seat.on('state', tell);
    let frame = requestAnimationFrame(function draw(now) {
      frame = requestAnimationFrame(draw);
      const drawn = motion.at(now);
      if (canvas.current && drawn) drawField(canvas.current, drawn, seat.number);
    });
    return () => {
      cancelAnimationFrame(frame);
      stop();
    };
  }, [seat, canvas]);
}

function useAnnouncedPoints(seat: GameSeat<PongShape>, nameOf: (seat: number) => string): void {
  const { announcer } = useAppState();
  const newest = useRef(nameOf);
  useEffect(() => {
    newest.current = nameOf;
  }, [nameOf]);
  useEffect(
    () =>
      seat.on('message', ({ point }) => {
        const [left = 0, right = 0] = seat.state?.score ?? [];
        announcer.say(t('pong.point', { name: newest.current(point), left, right }));
      }),
    [seat, announcer],
  );
}
