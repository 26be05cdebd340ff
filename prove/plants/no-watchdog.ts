// A planted fault, loaded before the server (bun --preload): nobody notices that it stands still.
import { plantInto } from './plant.ts';

plantInto(/observe\/loop-watchdog\.ts$/, {
  'if (hangMs === 0) return;': 'if (hangMs >= 0) return;',
});
