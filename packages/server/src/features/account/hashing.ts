// What computes hashes of passwords: what it is asked, and the words between this thread and the one that computes.

export interface PasswordCost {
  readonly memoryKib: number;
  readonly passes: number;
}

/** Replaced only where a test counts or holds the computations. */
export interface HashEngine {
  hash(password: string, cost: PasswordCost): Promise<string>;
  verify(password: string, hash: string): Promise<boolean>;
  /** Nobody asks it any more. */
  close?(): void;
}

export type Computation =
  | { readonly password: string; readonly cost: PasswordCost }
  | { readonly password: string; readonly hash: string };

export type Computed = { readonly result: string | boolean } | { readonly problem: string };
