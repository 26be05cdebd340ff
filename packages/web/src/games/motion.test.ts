import { expect, test } from 'bun:test';
import { Motion } from './motion.ts';
import type { PongState } from './shapes.ts';

function state(x: number, paddle = 0.5): PongState {
  return {
    phase: 'playing',
    ball: { x, y: 0.5 },
    paddles: [paddle, 0.5],
    score: [0, 0],
    winner: null,
  };
}

test('what is drawn moves evenly from one state to the next, and waits there', () => {
  const motion = new Motion();
  expect(motion.at(0)).toBeUndefined();
  motion.tell(state(1), 0);
  expect(motion.at(10)?.ball.x).toBe(1);
  motion.tell(state(1.2, 0.7), 50);
  expect(motion.at(50)?.ball.x).toBe(1);
  expect(motion.at(75)?.ball.x).toBeCloseTo(1.1);
  expect(motion.at(75)?.paddles[0]).toBeCloseTo(0.6);
  expect(motion.at(100)?.ball.x).toBeCloseTo(1.2);
  expect(motion.at(900)?.ball.x).toBeCloseTo(1.2);
});

test('a ball that was put elsewhere is not drawn on its way', () => {
  const motion = new Motion();
  motion.tell(state(0.05), 0);
  motion.tell(state(1), 50);
  expect(motion.at(60)?.ball.x).toBe(1);
});

test('after a pause of the network the next state is reached in a moment', () => {
  const motion = new Motion();
  motion.tell(state(1), 0);
  motion.tell(state(1.2), 5000);
  expect(motion.at(5150)?.ball.x).toBeCloseTo(1.2);
});
