// A planted fault, loaded before the server (bun --preload): nothing is ever synced.
import { syncAs } from './sync-as.ts';

syncAs('off');
