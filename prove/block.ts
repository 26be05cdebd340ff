// Loaded before the server (bun --preload): asked by SIGUSR2 it keeps the loop busy for as many milliseconds as a file says,
// as a handler would that computes and computes.
import { readFileSync } from 'node:fs';

process.on('SIGUSR2', () => {
  const end = performance.now() + Number(readFileSync(process.env['PROVE_BLOCK'] ?? '', 'utf8'));
  while (performance.now() < end);
});
