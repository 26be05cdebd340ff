// Faults that are planted into the server's process from outside, by a file that is loaded before it. The product has no switch
// for them. Each must turn a proof red.
import { join } from 'node:path';

export const plants = ['ack-before-commit', 'no-member-check'] as const;

/** The file to be loaded before the server; undefined where there is no such plant. */
export function findPlant(name: string): string | undefined {
  const known = plants.find((plant) => plant === name);
  return known && join(import.meta.dir, 'plants', `${known}.ts`);
}
