import { afterEach, beforeEach, expect, jest, test } from 'bun:test';
import { perFrame } from './per-frame.ts';

const { requestAnimationFrame: request, cancelAnimationFrame: cancel } = globalThis;
let frames: Map<number, FrameRequestCallback>;

beforeEach(() => {
  jest.useFakeTimers();
  frames = new Map();
  let last = 0;
  globalThis.requestAnimationFrame = (callback) => {
    frames.set((last += 1), callback);
    return last;
  };
  globalThis.cancelAnimationFrame = (id) => frames.delete(id);
});

afterEach(() => {
  jest.useRealTimers();
  Object.assign(globalThis, { requestAnimationFrame: request, cancelAnimationFrame: cancel });
});

function draw(): void {
  const due = [...frames.values()];
  frames.clear();
  for (const callback of due) callback(0);
}

test('what changes many times between two frames is told once, with all others', () => {
  const told: string[] = [];
  const [one, other] = [perFrame(() => told.push('one')), perFrame(() => told.push('other'))];
  one();
  other();
  one();
  expect(told).toEqual([]);
  expect(frames.size).toBe(1);
  draw();
  expect(told).toEqual(['one', 'other']);
  one();
  draw();
  expect(told).toEqual(['one', 'other', 'one']);
});

test('a page without frames is told nevertheless, and not a second time by a late frame', () => {
  const told: string[] = [];
  const one = perFrame(() => told.push('one'));
  one();
  jest.advanceTimersByTime(99);
  expect(told).toEqual([]);
  jest.advanceTimersByTime(1);
  expect(told).toEqual(['one']);
  draw();
  jest.advanceTimersByTime(1000);
  expect(told).toEqual(['one']);
});

test('what is told may change something again: that waits for the next frame', () => {
  let told = 0;
  const one = perFrame(() => {
    told += 1;
    if (told === 1) one();
  });
  one();
  draw();
  expect(told).toBe(1);
  draw();
  expect(told).toBe(2);
});
