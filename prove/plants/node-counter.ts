// A planted fault, loaded before the server (bun --preload): each node numbers the messages of a conversation by itself, in steps,
// so that two nodes hardly meet.
import { plantInto } from './plant.ts';

plantInto(/store\/append-store\.ts$/, {
  'const { id, seq, version } = next;': `const { id, version } = next;
  const seq = counted.has(id) ? counted.get(id)! + 3 : next.seq + (process.pid % 3);
  counted.set(id, seq);`,
  'export interface Draft': 'const counted = new Map<number, number>();\nexport interface Draft',
});
