// A planted fault, loaded before the server (bun --preload): every live Change says that it has all that was before it, so that
// whoever missed something is not told.
import { plantInto } from './plant.ts';

plantInto(/gateway\/hub\.ts$/, {
  'const event = changeEvent(change);': 'change.base = 0;\n    const event = changeEvent(change);',
});
