// Loaded before the server (bun --preload): asked by SIGUSR2 it takes memory and gives none back, as long as there is any:
// objects of the heap, or bytes beside it, as a file says, which says in the end that there is no more.
import { readFileSync, writeFileSync } from 'node:fs';

const everyMs = 5;
const atOnce = 20_000;
const bytesAtOnce = 1 << 20;
const kept: unknown[] = [];

process.on('SIGUSR2', () => {
  const order = process.env['PROVE_EAT'] ?? '';
  const what = readFileSync(order, 'utf8');
  const timer = setInterval(() => {
    try {
      if (what === 'bytes') kept.push(new Uint8Array(bytesAtOnce).fill(1));
      else for (let i = 0; i < atOnce; i += 1) kept.push({ i, text: `text ${i}` });
    } catch {
      // Whoever wants some next meets the same.
      clearInterval(timer);
      writeFileSync(order, 'full');
    }
  }, everyMs);
});
