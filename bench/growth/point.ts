// What grows, and what it is measured in. A table that the charts, the printed table and the options derive from.
export const growths = {
  deliver: {
    title: 'CPU of a delivery',
    x: 'members of a room',
    unit: 'µs',
    file: 'growth-deliver.svg',
  },
  commit: {
    title: 'CPU of a message, stored and acknowledged',
    x: 'messages in the database',
    unit: 'µs',
    file: 'growth-commit.svg',
  },
  memory: {
    title: 'Memory of a socket that is logged in',
    x: 'conversations of its user',
    unit: 'KiB',
    file: 'growth-memory.svg',
  },
  start: {
    title: 'CPU from nothing until the server answers',
    x: 'messages in the database',
    unit: 'ms',
    file: 'growth-start.svg',
  },
} as const;

export type GrowthName = keyof typeof growths;

/** One round's figure. */
export interface Point {
  readonly growth: GrowthName;
  readonly series: string;
  readonly x: number;
  readonly y: number;
}
