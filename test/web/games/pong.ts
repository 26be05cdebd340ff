import Pong from '../../../examples/games/pong.ts';

/** Nobody wins by points before the test is through, however slow the machine. */
export default class LongPong extends Pong {
  protected override readonly pointsToWin = Infinity;
}
