// A planted fault, loaded before the server (bun --preload): what has not come yet is waited for without end.
import { plantInto } from './plant.ts';

plantInto(/api\/grpc-listener\.ts$/, {
  'if (since >= before) return;': 'if (since >= before - 900_000) return;',
});
plantInto(/api\/http\.ts$/, { 'bodyMs = 8_000': 'bodyMs = 800_000' });
