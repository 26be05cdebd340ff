// What was acknowledged besides messages, against the database: who is in which room, and how far everybody has read. Pure.

/** What the database says; keys are `user/conversation`. */
export interface Standing {
  readonly members: ReadonlySet<string>;
  readonly marked: ReadonlyMap<string, number>;
  /** Rooms whose count is not the number of their members. */
  readonly miscounted: readonly string[];
}

/** What clients were told. */
export interface Acknowledged {
  /** The furthest mark of each user and conversation. */
  readonly marks: ReadonlyMap<string, number>;
  /** In or out, by the last answer. */
  readonly places: ReadonlyMap<string, boolean>;
}

export function checkStanding(
  { marks, places }: Acknowledged,
  { members, marked, miscounted }: Standing,
): readonly string[] {
  const lost = [...marks].filter(([key, read]) => (marked.get(key) ?? 0) < read);
  const wrong = [...places].filter(([key, isIn]) => members.has(key) !== isIn);
  return [
    ...lost.map(
      ([key, read]) => `${key} is marked ${marked.get(key) ?? 0}, ${read} was acknowledged`,
    ),
    ...wrong.map(
      ([key, isIn]) => `${key} is ${isIn ? 'out' : 'in'}, the last answer said otherwise`,
    ),
    ...miscounted.map((room) => `${room} counts its members wrong`),
  ];
}
