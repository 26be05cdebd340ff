// Loaded before the server (bun --preload): its log begins anew every 150 pages, not every 8,000, so that a round has many ends of
// a log. The executable keeps its long one.
import { plantInto } from './plants/plant.ts';

plantInto(/store\/sqlite-checkpoint\.ts$/, { 'pagesOfLog = 8_000': 'pagesOfLog = 150' });
