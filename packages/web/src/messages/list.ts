import type { Virtualizer } from '@tanstack/react-virtual';

/** What draws the messages in sight and knows where the others are. */
export type List = Virtualizer<HTMLDivElement, HTMLElement>;

/** So near the end, in pixels, counts as being there. */
export const endNear = 48;
