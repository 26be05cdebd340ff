// A planted fault, loaded before the server (bun --preload): who does not read is waited for without end.
import { plantInto } from './plant.ts';

plantInto(/gateway\/sweep\.ts$/, { "connection.close('SLOW');": '' });
plantInto(/gateway\/listener\.ts$/, {
  'closeOnBackpressureLimit: true': 'closeOnBackpressureLimit: false',
});
