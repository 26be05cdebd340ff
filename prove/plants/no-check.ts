// A planted fault, loaded before the server (bun --preload): nobody looks whether the database is whole.
import { plantInto } from './plant.ts';

plantInto(/store\/mend\.ts$/, { 'if (!existsSync(path)) return;': `if (path !== '') return;` });
plantInto(/parts\/checking\.ts$/, { 'const firstMs = 5_000;': 'const firstMs = 2_000_000_000;' });
