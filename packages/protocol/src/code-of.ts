// Code made of text, for the server alone: a page may forbid it (docs/adr/0062).
/** What source text knows by name. */
type Known = Readonly<Record<string, unknown>>;

/** An expression as the engine's own code. Nothing that anybody said may stand in it: names of our own tables alone. */
export function codeOf<T>(source: string, known: Known): T {
  // oxlint-disable-next-line typescript/no-implied-eval
  return new Function(...Object.keys(known), `'use strict'; return ${source};`)(
    ...Object.values(known),
  ) as T;
}
