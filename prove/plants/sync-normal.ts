// A planted fault, loaded before the server (bun --preload): commits are not synced, checkpoints are.
import { syncAs } from './sync-as.ts';

syncAs('normal');
