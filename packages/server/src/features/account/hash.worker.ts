// A thread that computes hashes of passwords, one at a time, when nobody else wants the core: those who write to each other come first
// (docs/adr/0055).
import { runLast } from '../../priority.ts';
import type { Computation, Computed } from './hashing.ts';

declare const self: {
  onmessage: (event: MessageEvent<Computation>) => void;
  postMessage(message: Computed): void;
};

runLast();

self.onmessage = ({ data }) => self.postMessage(answer(data));

function answer(computation: Computation): Computed {
  try {
    return { result: compute(computation) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function compute({ password, ...how }: Computation): string | boolean {
  if ('hash' in how) return Bun.password.verifySync(password, how.hash);
  const { memoryKib: memoryCost, passes: timeCost } = how.cost;
  return Bun.password.hashSync(password, { algorithm: 'argon2id', memoryCost, timeCost });
}
