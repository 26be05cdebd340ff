// What is fuzzed: inputs of a kind, and what must hold for each of them, whoever sends it. A check throws for what must not be.
import { OperationError, type ErrorReason } from '@hubbub/protocol';
import type { Arbitrary } from 'fast-check';

export interface Target<T = unknown> {
  readonly name: string;
  /** What reads these inputs. */
  readonly what: string;
  readonly inputs: Arbitrary<T>;
  check(input: T): void | Promise<void>;
}

/** Its inputs are its own affair: outside it is one of many. */
export function target<T>(of: Target<T>): Target {
  return of as Target;
}

/** The reason of the table with which it is refused; whatever else is thrown is a finding. */
export function refusal(run: () => unknown): ErrorReason | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof OperationError) return error.reason;
    throw error;
  }
}

export function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}
