// A planted fault, loaded before the server (bun --preload): nothing is ever synced.
import { plantInto } from './plant.ts';
import { neverSynced } from './log.ts';

plantInto(/store\/sqlite-log\.ts$/, neverSynced);
plantInto(/store\/sqlite-file\.ts$/, {
  'synchronous = normal': 'synchronous = off',
  'canLook = Bun': 'canLook = !Bun',
});
