// Loaded before the server (bun --preload): its log begins anew every 150 pages, not every 8,000, so that a round has many ends of
// a log. The executable keeps its long one. And shim/disk.c is told when the server itself writes a log once more.
import { plantInto } from './plants/plant.ts';

plantInto(/store\/sqlite-checkpoint\.ts$/, { 'pagesOfLog = 8_000': 'pagesOfLog = 150' });
plantInto(/store\/sqlite-log\.ts$/, {
  'await file.datasync();': 'await file.utimes(1, 1);\n    await file.datasync();',
});
