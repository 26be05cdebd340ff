// A planted fault, loaded before the server (bun --preload): whoever else is to be served waits for the disk too.
import { plantInto } from './plant.ts';
import { syncedInTheLoop } from './log.ts';

plantInto(/store\/sqlite-log\.ts$/, syncedInTheLoop);
