// A planted fault, loaded before the server (bun --preload): what another node said and the bus lost is not looked up.
import { plantInto } from './plant.ts';

plantInto(/gateway\/repair\.ts$/, {
  'onGap(stream: Stream): void {': 'onGap(stream: Stream): void {\n    if (stream) return;',
});
