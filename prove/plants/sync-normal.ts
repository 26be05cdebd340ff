// A planted fault, loaded before the server (bun --preload): commits are not synced, checkpoints are.
import { plantInto } from './plant.ts';
import { neverSynced } from './log.ts';

plantInto(/store\/sqlite-log\.ts$/, neverSynced);
