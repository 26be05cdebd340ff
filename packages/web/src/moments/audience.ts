import { Audience_Kind } from '@hubbub/protocol';

export interface Chosen {
  readonly kind: Audience_Kind;
  readonly users: readonly string[];
  readonly tags: readonly string[];
}

export const everybody: Chosen = { kind: Audience_Kind.FRIENDS, users: [], tags: [] };

/** Whether somebody has to be named. */
export function isNamed({ kind }: Chosen): boolean {
  return kind === Audience_Kind.ONLY || kind === Audience_Kind.EXCEPT;
}

export function isChosen(chosen: Chosen): boolean {
  return !isNamed(chosen) || chosen.users.length + chosen.tags.length > 0;
}

export function toggled(list: readonly string[], one: string): readonly string[] {
  return list.includes(one) ? list.filter((other) => other !== one) : [...list, one];
}
