// Real time: two paddles, one ball, 30 ticks a second. Players send where they push; everything else is decided here.
import { Game, z, type LeaveReason, type Player } from '@hubbub/server';

export interface PongShape {
  options: object;
  state: PongState;
  own: undefined;
  input: PongInput;
  message: PongMessage;
}

/** Lengths in heights of the field, which is 2 wide and 1 high; x grows to the right, y downwards. */
export interface PongState {
  /** `paused`: somebody is away and may come back. */
  phase: 'waiting' | 'playing' | 'paused' | 'over';
  ball: { x: number; y: number };
  /** The middle of each paddle by seat; seat 0 is on the left, at x = 0.05, seat 1 on the right, at x = 1.95. */
  paddles: [number, number];
  score: [number, number];
  /** The seat that won; null before. */
  winner: number | null;
}

/** Up, stay, down, until told otherwise. */
export interface PongInput {
  move: -1 | 0 | 1;
}

/** A point was made by this seat. */
export interface PongMessage {
  point: number;
}

export const pongField = { width: 2, height: 1, paddle: 0.2, ball: 0.02, points: 7 } as const;

const paddleSpeed = 0.9;
const firstSpeed = 0.9;
const mostSpeed = 2.2;
const serveSeconds = 1;

interface Hidden {
  velocity: { x: number; y: number };
  moves: [number, number];
  /** Until the ball is served. */
  wait: number;
}

export default class Pong extends Game<PongShape> {
  static override readonly settings = {
    minSeats: 2,
    maxSeats: 2,
    tickRate: 30,
    input: z.strictObject({ move: z.literal([-1, 0, 1]) }),
    reconnectSeconds: 30,
  };

  protected readonly pointsToWin: number = pongField.points;

  state: PongState = {
    phase: 'waiting',
    ball: { x: 1, y: 0.5 },
    paddles: [0.5, 0.5],
    score: [0, 0],
    winner: null,
  };
  override secret: Hidden = { velocity: { x: 0, y: 0 }, moves: [0, 0], wait: serveSeconds };

  override onJoin(): void {
    if (this.players.length < 2) return;
    this.lock();
    this.#serve(this.random.integer(2));
    this.state.phase = 'playing';
  }

  override onMessage({ seat }: Player, { move }: PongInput): void {
    this.secret.moves[seat === 0 ? 0 : 1] = move;
  }

  override onDrop({ seat }: Player): void {
    this.secret.moves[seat === 0 ? 0 : 1] = 0;
    if (this.state.phase === 'playing') this.state.phase = 'paused';
  }

  override onReconnect(): void {
    if (this.state.phase !== 'paused' || this.players.some((one) => !one.isConnected)) return;
    this.state.phase = 'playing';
    this.secret.wait = serveSeconds;
  }

  override onLeave({ seat }: Player, _reason: LeaveReason): void {
    if (this.state.phase !== 'waiting') this.#win(1 - seat);
  }

  override onTick(dt: number): void {
    if (this.state.phase !== 'playing') return;
    this.#movePaddles(dt);
    this.secret.wait -= dt;
    if (this.secret.wait <= 0) this.#moveBall(dt);
  }

  #movePaddles(dt: number): void {
    const { paddles } = this.state;
    const most = 1 - pongField.paddle / 2;
    for (const seat of [0, 1] as const) {
      const wanted = paddles[seat] + this.secret.moves[seat] * paddleSpeed * dt;
      paddles[seat] = rounded(Math.min(most, Math.max(1 - most, wanted)));
    }
  }

  #moveBall(dt: number): void {
    const { ball } = this.state;
    const { velocity } = this.secret;
    ball.x = rounded(ball.x + velocity.x * dt);
    ball.y = rounded(ball.y + velocity.y * dt);
    if (ball.y < 0 || ball.y > 1) {
      ball.y = rounded(ball.y < 0 ? -ball.y : 2 - ball.y);
      velocity.y = -velocity.y;
    }
    for (const seat of [0, 1] as const) if (this.#isAtPaddle(seat)) this.#bounce(seat);
    if (ball.x < 0) this.#point(1);
    else if (ball.x > pongField.width) this.#point(0);
  }

  #isAtPaddle(seat: 0 | 1): boolean {
    const { ball, paddles } = this.state;
    const { velocity } = this.secret;
    const depth = seat === 0 ? ball.x : pongField.width - ball.x;
    const isComing = seat === 0 ? velocity.x < 0 : velocity.x > 0;
    const reach = pongField.paddle / 2 + pongField.ball;
    return isComing && depth < 0.05 + pongField.ball && Math.abs(ball.y - paddles[seat]) <= reach;
  }

  /** Faster each time, and the further from the paddle's middle the steeper. */
  #bounce(seat: 0 | 1): void {
    const { ball, paddles } = this.state;
    const { velocity } = this.secret;
    const speed = Math.min(mostSpeed, Math.hypot(velocity.x, velocity.y) * 1.05);
    const angle = ((ball.y - paddles[seat]) / pongField.paddle) * (Math.PI / 2);
    velocity.x = Math.cos(angle) * speed * (seat === 0 ? 1 : -1);
    velocity.y = Math.sin(angle) * speed;
  }

  #point(seat: 0 | 1): void {
    this.state.score[seat] += 1;
    this.broadcast({ point: seat });
    if (this.state.score[seat] >= this.pointsToWin) this.#win(seat);
    else this.#serve(1 - seat);
  }

  /** Towards this seat. */
  #serve(seat: number): void {
    const angle = (this.random.next() - 0.5) * (Math.PI / 2);
    const direction = seat === 0 ? -1 : 1;
    this.state.ball = { x: 1, y: 0.5 };
    this.secret.velocity = {
      x: Math.cos(angle) * firstSpeed * direction,
      y: Math.sin(angle) * firstSpeed,
    };
    this.secret.wait = serveSeconds;
  }

  #win(seat: number): void {
    this.state.phase = 'over';
    this.state.winner = seat;
    this.end({ winner: seat, score: this.state.score });
  }
}

/** A pixel is more than this, and half as many bytes tell it. */
function rounded(length: number): number {
  return Math.fround(length);
}
